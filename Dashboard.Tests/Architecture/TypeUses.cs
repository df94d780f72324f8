using Mono.Cecil;

namespace Dashboard.Tests.Architecture;

/// <summary>
/// Every type that a type mentions: in its shape, its attributes and the bodies of its methods, those that the
/// compiler nests inside it for lambdas and async methods included. Constants leave no trace in compiled code.
/// </summary>
internal static class TypeUses
{
    public static IEnumerable<TypeReference> Of(TypeDefinition type) =>
        Shape(type)
            .Concat(type.Methods.SelectMany(Of))
            .SelectMany(Flatten)
            .Concat(type.NestedTypes.SelectMany(Of));

    private static IEnumerable<TypeReference?> Shape(TypeDefinition type) =>
        [
            type.BaseType,
            .. type.Interfaces.Select(implemented => implemented.InterfaceType),
            .. type.Fields.Select(field => field.FieldType),
            .. Constraints(type),
            .. Attributes(type),
            .. type.Fields.SelectMany(Attributes),
            .. type.Properties.SelectMany(Attributes),
            .. type.Events.SelectMany(Attributes),
        ];

    private static IEnumerable<TypeReference?> Of(MethodDefinition method) =>
        [
            .. Signature(method),
            .. Constraints(method),
            .. Attributes(method),
            .. method.Parameters.SelectMany(Attributes),
            .. method.HasBody ? Body(method.Body) : [],
        ];

    private static IEnumerable<TypeReference?> Body(Mono.Cecil.Cil.MethodBody body) =>
        [
            .. body.Variables.Select(variable => variable.VariableType),
            .. body.ExceptionHandlers.Select(handler => handler.CatchType),
            .. body.Instructions.SelectMany(instruction => Operand(instruction.Operand)),
        ];

    private static IEnumerable<TypeReference?> Operand(object? operand) =>
        operand switch
        {
            TypeReference type => [type],
            FieldReference field => [field.DeclaringType, field.FieldType],
            GenericInstanceMethod method => [.. method.GenericArguments, .. Signature(method)],
            MethodReference method => Signature(method),
            _ => [],
        };

    private static IEnumerable<TypeReference?> Signature(MethodReference method) =>
        [
            method.DeclaringType,
            method.ReturnType,
            .. method.Parameters.Select(parameter => parameter.ParameterType),
        ];

    private static IEnumerable<TypeReference?> Constraints(IGenericParameterProvider provider) =>
        provider
            .GenericParameters.SelectMany(parameter => parameter.Constraints)
            .Select(constraint => constraint.ConstraintType);

    private static IEnumerable<TypeReference?> Attributes(ICustomAttributeProvider provider) =>
        provider.CustomAttributes.SelectMany(attribute =>
            attribute
                .ConstructorArguments.Concat(attribute.Properties.Select(property => property.Argument))
                .Select(argument => argument.Value as TypeReference)
                .Append(attribute.AttributeType)
        );

    // List<Order[]> mentions List and Order; an inner type is where its outermost type is.
    private static IEnumerable<TypeReference> Flatten(TypeReference? type) =>
        type switch
        {
            null or GenericParameter => [],
            GenericInstanceType generic => generic
                .GenericArguments.SelectMany(Flatten)
                .Append(Outermost(type)),
            _ => [Outermost(type)],
        };

    private static TypeReference Outermost(TypeReference type)
    {
        var element = type.GetElementType();
        return element.DeclaringType is { } outer ? Outermost(outer) : element;
    }
}
