using System.Diagnostics.CodeAnalysis;
using Dashboard.Components.Parts;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Components.Layout;

/// <summary>Places in the frame that other rooms fill.</summary>
public enum FrameSlot
{
    /// <summary>In the top bar, next to the user menu: the live indicator.</summary>
    Live,

    /// <summary>In the top bar, next to the search: what one has to know of this system, such as "Demo".</summary>
    Start,

    /// <summary>A line above every page, such as an open incident.</summary>
    Banner,

    /// <summary>A card of the overview: whether the product works. The wallboard cascades <c>IsPlain</c>: no links.</summary>
    Overview,

    /// <summary>Rendered once per circuit without a visible position: dialogs, key bindings, feeds.</summary>
    Background,
}

/// <summary>A parameterless component that fills a slot. Register with <see cref="FrameParts.AddFramePart"/>.</summary>
public sealed record FramePart(
    FrameSlot Slot,
    [property: DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] Type Component
);

/// <summary>Registers frame parts and renders them.</summary>
public static class FrameParts
{
    /// <summary>Shows <typeparamref name="T"/> in <paramref name="slot"/> wherever the slot is shown.</summary>
    public static IServiceCollection AddFramePart<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] T
    >(this IServiceCollection services, FrameSlot slot)
        where T : IComponent => services.AddSingleton(new FramePart(slot, typeof(T)));

    /// <summary>The parts of a slot in the order of registration.</summary>
    /// <param name="registered">Those of all slots.</param>
    /// <param name="slot">The slot to show.</param>
    /// <param name="otherwise">What an empty slot shows.</param>
    public static RenderFragment In(
        this IEnumerable<FramePart> registered,
        FrameSlot slot,
        RenderFragment? otherwise = null
    ) =>
        builder =>
        {
            var parts = registered.Where(part => part.Slot == slot).ToList();
            foreach (var part in parts)
                builder.AddContent(0, Component.Of(part.Component));
            if (parts.Count == 0)
                builder.AddContent(1, otherwise);
        };
}
