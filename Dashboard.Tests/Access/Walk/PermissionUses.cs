using System.Reflection;
using Dashboard.Domain.Operators;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Dashboard.Tests.Access.Walk;

/// <summary>
/// Finds every place in the compiled code that checks a named permission: <c>DemandAsync(Permission.X)</c> in
/// services, <c>Can(Permission.X)</c> in components.
/// </summary>
internal static class PermissionUses
{
    private static readonly string[] Askers = ["DemandAsync", "Can"];

    /// <summary><c>ConnectionQueries.ListAsync</c> and the permission that it checks.</summary>
    public static IReadOnlyCollection<(string Place, Permission Permission)> In(Assembly assembly)
    {
        using var module = ModuleDefinition.ReadModule(assembly.Location);
        return
        [
            .. module
                .GetTypes()
                .SelectMany(type => type.Methods)
                .Where(method => method.HasBody)
                .SelectMany(method => Of(method).Select(p => (PlaceOf(method), p)))
                .Distinct(),
        ];
    }

    private static IEnumerable<Permission> Of(MethodDefinition method) =>
        method
            .Body.Instructions.Where(i => i.Operand is MethodReference called && Asks(called))
            .Select(i => Constant(i.Previous))
            .OfType<int>()
            .Select(value => (Permission)value);

    private static bool Asks(MethodReference called) =>
        Askers.Contains(called.Name, StringComparer.Ordinal)
        && called.Parameters is [{ ParameterType.FullName: var asked }]
        && asked == typeof(Permission).FullName;

    // Permissions in variables come from callers, which name them.
    private static int? Constant(Instruction before) =>
        before.OpCode.Code switch
        {
            >= Code.Ldc_I4_0 and <= Code.Ldc_I4_8 => before.OpCode.Code - Code.Ldc_I4_0,
            Code.Ldc_I4_S => (sbyte)before.Operand,
            Code.Ldc_I4 => (int)before.Operand,
            _ => null,
        };

    // The compiler moves the bodies of async methods and lambdas into types and methods like <LoadAsync>d__7.
    private static string PlaceOf(MethodDefinition method)
    {
        var (type, name) = (method.DeclaringType, NameOf(method.Name));
        while (type.DeclaringType is { } outer)
        {
            if (type.Name.StartsWith('<') && NameOf(type.Name) is { Length: > 0 } moved)
                name = moved;
            type = outer;
        }
        return $"{type.Name}.{name}";
    }

    private static string NameOf(string name) =>
        name.StartsWith('<') ? name[1..name.IndexOf('>', StringComparison.Ordinal)] : name;
}
