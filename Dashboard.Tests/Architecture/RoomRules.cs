using System.Reflection;
using Mono.Cecil;

namespace Dashboard.Tests.Architecture;

/// <summary>Which room may use which; read from the compiled code.</summary>
/// <param name="assembly">The assembly that holds the rooms.</param>
/// <param name="root">The namespace above the rooms.</param>
internal sealed class RoomRules(Assembly assembly, string root)
{
    private const string Simulator = "Simulator";

    private static readonly string[] GroundFloor = ["Domain", "Data"];

    private static readonly string[] UnderFeatures =
    [
        .. GroundFloor,
        "Access",
        "SnapTrade",
        "Mail",
        "Live",
        "Api",
        "Text",
        "Components",
        "Emails",
    ];

    // The other rooms that a room may use. Features are not in the table: they may use all rooms below features.
    private static readonly Dictionary<string, string[]> MayUse = new(StringComparer.Ordinal)
    {
        ["Domain"] = [],
        ["Data"] = ["Domain"],
        ["Access"] = GroundFloor,
        ["SnapTrade"] = GroundFloor,
        ["Mail"] = GroundFloor,
        ["Live"] = GroundFloor,
        ["Api"] = GroundFloor,
        ["Text"] = ["Domain"],
        ["Components"] = ["Domain", "Text"],
        ["Emails"] = [.. GroundFloor, "Access", "Mail", "Live", "Text", "Components"],
        [Simulator] = UnderFeatures,
    };

    /// <summary>Every violation, as a sentence that names the rooms and the type.</summary>
    public IReadOnlyList<string> Violations()
    {
        using var module = ModuleDefinition.ReadModule(assembly.Location);
        return
        [
            .. module
                .Types.SelectMany(ViolationsOf)
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];
    }

    private IEnumerable<string> ViolationsOf(TypeDefinition type)
    {
        // Program composes the rooms; _Imports.razor becomes a class that only carries its usings.
        if (type is { Name: "Program", Namespace: "" } or { Name: "_Imports" })
            return [];
        var used = TypeUses.Of(type).Select(RoomOf).OfType<string>().Distinct(StringComparer.Ordinal);
        return RoomOf(type) is { } room ? ViolationsOf(type, room, used) : OutsideOfRooms(type, used);
    }

    private static IEnumerable<string> ViolationsOf(
        TypeDefinition type,
        string room,
        IEnumerable<string> used
    )
    {
        var isFeature = room.StartsWith("Features.", StringComparison.Ordinal);
        if (!isFeature && !MayUse.ContainsKey(room))
            return [$"{room} is no room: {type.FullName} belongs into one that has rules"];
        var allowed = isFeature ? UnderFeatures : MayUse[room];
        return used.Where(other => other != room && !allowed.Contains(other, StringComparer.Ordinal))
            .Select(other => $"{room} may not use {other}: {type.FullName}");
    }

    // Generated code may be outside the rooms, but only Program may use the simulator.
    private static IEnumerable<string> OutsideOfRooms(TypeDefinition type, IEnumerable<string> used) =>
        used.Contains(Simulator, StringComparer.Ordinal)
            ? [$"Only Program may use {Simulator}: {type.FullName}"]
            : [];

    private string? RoomOf(TypeReference type)
    {
        if (!type.Namespace.StartsWith(root + ".", StringComparison.Ordinal))
            return null;
        var parts = type.Namespace[(root.Length + 1)..].Split('.');
        return parts is ["Features", var feature, ..] ? $"Features.{feature}" : parts[0];
    }
}
