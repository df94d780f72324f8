using System.Runtime.ExceptionServices;
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

    internal async Task<bool> AskAsync(Func<bool> question)
    {
        var answer = false;
        await InvokeAsync(() => answer = question());
        return answer;
    }

    /// <summary>Runs <paramref name="change"/> before it returns to the dispatcher, also while nothing can be rendered.</summary>
    /// <param name="change">Tells parts to render.</param>
    internal Task RunAsync(Action change) =>
        InvokeAsync(() =>
        {
            ExceptionDispatchInfo? failure = null;
            _change = () =>
            {
                try
                {
                    change();
                }
                catch (Exception exception)
                {
                    // For the caller: an exception while rendering would end the circuit.
                    failure = ExceptionDispatchInfo.Capture(exception);
                }
            };
            StateHasChanged();
            // Blazor renders later when another batch is being made, or when a browser is away or behind.
            RunChange();
            failure?.Throw();
        });

    protected override void OnInitialized() => Batch.Use(this);

    // What is told to render while a component renders joins its batch.
    protected override void BuildRenderTree(RenderTreeBuilder builder) => RunChange();

    private void RunChange()
    {
        (var change, _change) = (_change, null);
        change?.Invoke();
    }
}
