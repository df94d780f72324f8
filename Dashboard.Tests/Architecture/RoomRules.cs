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

    // What a room may use of ours, beside itself. A feature is not in the table: it may use all that lies under features.
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

    /// <summary>Every broken rule, as a sentence that names the rooms and the type at fault.</summary>
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

    // Generated code may stand outside of the rooms, but the simulator is for Program alone.
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
