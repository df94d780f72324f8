using Dashboard.Components.Parts;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.Routing;

namespace Dashboard.Components.Layout;

/// <summary>
/// Keeps the frame when a page fails: logs the failure with a reference, shows the reference with Retry, and
/// clears the failure on the next navigation.
/// </summary>
public sealed partial class FrameErrorBoundary(
    ILogger<FrameErrorBoundary> logger,
    NavigationManager navigation
) : ErrorBoundaryBase, IDisposable
{
    private string? _reference;

    public void Dispose() => navigation.LocationChanged -= Forget;

    protected override void OnInitialized() => navigation.LocationChanged += Forget;

    protected override Task OnErrorAsync(Exception exception)
    {
        _reference = Guid.NewGuid().ToString("N")[..12];
        LogFailure(exception, _reference, new Uri(navigation.Uri).AbsolutePath);
        return Task.CompletedTask;
    }

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        if (CurrentException is null)
        {
            builder.AddContent(0, ChildContent);
            return;
        }

        builder.OpenComponent<ErrorState>(1);
        builder.AddComponentParameter(2, nameof(ErrorState.What), "This page could not be shown");
        builder.AddComponentParameter(3, nameof(ErrorState.Reference), _reference);
        builder.AddComponentParameter(
            4,
            nameof(ErrorState.OnRetry),
            EventCallback.Factory.Create(this, Recover)
        );
        builder.CloseComponent();
    }

    private void Forget(object? sender, LocationChangedEventArgs args) => _ = InvokeAsync(Recover);

    [LoggerMessage(LogLevel.Error, "Page {Path} failed, reference {Reference}")]
    private partial void LogFailure(Exception exception, string reference, string path);
}
