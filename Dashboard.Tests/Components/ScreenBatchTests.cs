using Bunit;
using Dashboard.Components.Screens;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Components;

public sealed class ScreenBatchTests : ComponentContext
{
    private ScreenBatch Batch => Services.GetRequiredService<ScreenBatch>();

    [Fact]
    public async Task Parts_that_render_in_a_change_are_in_one_batch()
    {
        Render<BatchHost>();
        var (parts, log) = RenderParts();

        await Batch.RunAsync(() => parts.ForEach(part => part.Show()));

        // What is shown follows its batch.
        Assert.Equal(["rendered", "rendered", "shown", "shown"], log);
    }

    [Fact]
    public async Task Changes_of_a_change_run_too()
    {
        Render<BatchHost>();
        var (parts, log) = RenderParts();

        await Batch.RunAsync(() => _ = Batch.RunAsync(() => parts[0].Show()));

        Assert.Equal(["rendered", "shown"], log);
    }

    [Fact]
    public async Task Without_a_host_each_part_renders_for_itself()
    {
        var host = Render<BatchHost>();
        host.Instance.Dispose();
        var (parts, log) = RenderParts();

        await parts[0].RunAsync(() => Batch.RunAsync(() => parts.ForEach(part => part.Show())));

        Assert.Equal(["rendered", "shown", "rendered", "shown"], log);
    }

    private (List<Part> Parts, List<string> Log) RenderParts()
    {
        var log = new List<string>();
        List<Part> parts = [Render<Part>().Instance, Render<Part>().Instance];
        parts.ForEach(part => part.Log = log);
        return (parts, log);
    }

    private sealed class Part : ComponentBase
    {
        public List<string>? Log { get; set; }

        public void Show() => StateHasChanged();

        public Task RunAsync(Func<Task> act) => InvokeAsync(act);

        protected override void BuildRenderTree(RenderTreeBuilder builder) => Log?.Add("rendered");

        protected override void OnAfterRender(bool firstRender) => Log?.Add("shown");
    }
}
