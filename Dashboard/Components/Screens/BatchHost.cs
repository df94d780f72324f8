using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Dashboard.Components.Screens;

/// <summary>Shows nothing: while it renders, the changes of <see cref="ScreenBatch"/> run.</summary>
public sealed class BatchHost : ComponentBase, IDisposable
{
    private Action? _change;

    [Inject]
    private ScreenBatch Batch { get; set; } = default!;

    public void Dispose() => Batch.Leave(this);

    internal Task RunAsync(Action change) =>
        InvokeAsync(() =>
        {
            // Within another batch, the earlier change has not run yet.
            _change += change;
            StateHasChanged();
        });

    protected override void OnInitialized() => Batch.Use(this);

    // What is told to render while a component renders joins its batch.
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        (var change, _change) = (_change, null);
        change?.Invoke();
    }
}
