using Bunit;
using Dashboard.Components.Parts;
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

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_question_is_asked_on_the_dispatcher_without_a_batch(bool answer)
    {
        var host = Render<BatchHost>();
        var (renders, isOnDispatcher) = (host.RenderCount, false);

        var answered = await Batch.AskAsync(() =>
        {
            isOnDispatcher = Renderer.Dispatcher.CheckAccess();
            return answer;
        });

        Assert.Equal(answer, answered);
        Assert.True(isOnDispatcher);
        Assert.Equal(renders, host.RenderCount);
    }

    [Fact]
    public async Task Without_a_host_every_change_has_to_be_shown() =>
        Assert.True(await Batch.AskAsync(() => false));

    [Fact]
    public async Task Changes_of_a_change_run_too()
    {
        Render<BatchHost>();
        var (parts, log) = RenderParts();

        await Batch.RunAsync(() => _ = Batch.RunAsync(() => parts[0].Show()));

        Assert.Equal(["rendered", "shown"], log);
    }

    [Fact]
    public async Task What_a_change_throws_reaches_its_caller_and_leaves_the_screen()
    {
        var host = Render<BatchHost>();
        var (parts, log) = RenderParts();

        await Assert.ThrowsAsync<InvalidTimeZoneException>(() =>
            Batch.RunAsync(() => throw new InvalidTimeZoneException())
        );
        await Batch.RunAsync(() => parts[0].Show());

        Assert.False(host.IsDisposed);
        Assert.Equal(["rendered", "shown"], log);
    }

    [Fact]
    public async Task A_change_has_run_when_the_call_ends_also_within_another_rendering()
    {
        Render<BatchHost>();
        var part = Render<Part>().Instance;
        var (log, wasRun) = (new List<string>(), false);
        part.Rendering = () =>
        {
            _ = Batch.RunAsync(() => log.Add("changed"));
            wasRun = log.Count > 0;
        };

        await part.RunAsync(() =>
        {
            part.Show();
            return Task.CompletedTask;
        });

        Assert.True(wasRun);
        Assert.Equal(["changed"], log);
    }

    [Fact]
    public async Task Words_that_change_twice_in_a_batch_are_shown_as_they_are_at_its_end()
    {
        Render<BatchHost>();
        var words = "14 match";
        var text = Render<LiveText>(p => p.Add(t => t.Words, () => words));

        await Batch.RunAsync(() =>
        {
            words = "14 of 98 match";
            text.Instance.Refresh();
            words = "13 of 98 match";
            text.Instance.Refresh();
        });

        text.MarkupMatches("13 of 98 match");
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

        public Action? Rendering { get; set; }

        public void Show() => StateHasChanged();

        public Task RunAsync(Func<Task> act) => InvokeAsync(act);

        protected override void BuildRenderTree(RenderTreeBuilder builder)
        {
            Log?.Add("rendered");
            Rendering?.Invoke();
        }

        protected override void OnAfterRender(bool firstRender) => Log?.Add("shown");
    }
}
