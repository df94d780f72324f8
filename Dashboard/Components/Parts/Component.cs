using Microsoft.AspNetCore.Components;

namespace Dashboard.Components.Parts;

/// <summary>Renders components whose type another room registered.</summary>
internal static class Component
{
    /// <summary>A component without parameters. <c>DynamicComponent</c> would be one more component in every circuit.</summary>
    public static RenderFragment Of(Type component) =>
        builder =>
        {
            builder.OpenComponent(0, component);
            builder.CloseComponent();
        };
}
