using System.Collections.Concurrent;
using System.Diagnostics;
using Dashboard.Domain;
using Dashboard.Features.Connections;
using Dashboard.Live;
using Dashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Api.Telemetry;

/// <summary>A delivery is one trace, from its request to the screens.</summary>
public sealed class TraceTests
{
    private static readonly DateTimeOffset At = TimeProvider.System.GetUtcNow().AddMinutes(-1);

    [Fact]
    public async Task A_delivery_its_commit_and_the_screens_share_a_trace()
    {
        var trace = ActivityTraceId.CreateRandom();
        using var spans = new Spans(trace);
        await using var server = DashboardServer.Start();
        var shown = new TaskCompletionSource();
        using var screen = server
            .Services.GetRequiredService<ChangedRows>()
            .Subscribe(
                update =>
                {
                    if (update.Rows.ContainsKey("connection-1"))
                        shown.TrySetResult();
                    return Task.CompletedTask;
                },
                () => Task.CompletedTask
            );
        var request = Signed.Post(Signed.Event("CONNECTION_BROKEN", At));
        request.Headers.Add("traceparent", $"00-{trace}-00f067aa0ba902b7-01");

        await server.DeliverAsync(request);
        await shown.Task.WaitAsync(Token);

        await Eventually.TrueAsync(
            () => spans.Named(Traces.Notify).Any(span => span.Parent == Traces.ReadRows),
            "the screen's span ended"
        );
        Assert.Equal("Microsoft.AspNetCore", Assert.Single(spans.Named(Traces.Commit)).ParentSource);
        Assert.Single(spans.Named(Traces.ReadRows));
    }

    [Fact]
    public void Merged_changes_belong_to_the_trace_that_waited_longest()
    {
        var (first, second) = (Context(), Context());
        var pending = new PendingChanges(10);
        pending.Add(FeedUpdate.Reread);
        pending.Add(FeedUpdate.Reread with { Cause = first });
        pending.Add(FeedUpdate.Reread with { Cause = second });

        Assert.Equal(first, pending.Take().Cause);
        pending.Add(FeedUpdate.Reread);
        Assert.Equal(default, pending.Take().Cause);
    }

    [Fact]
    public void A_trace_crosses_to_another_node()
    {
        var here = Context();

        var there = Traces.Parse(Traces.Format(here));

        Assert.Equal(
            (here.TraceId, here.SpanId, here.TraceFlags),
            (there.TraceId, there.SpanId, there.TraceFlags)
        );
        Assert.True(there.IsRemote);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("00-nonsense")]
    public void What_is_no_trace_is_none(string? written) => Assert.Equal(default, Traces.Parse(written));

    private static ActivityContext Context() =>
        new(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded);

    private sealed record Ended(string Name, string? Parent, string? ParentSource);

    /// <summary>The spans of one trace that have ended.</summary>
    private sealed class Spans : IDisposable
    {
        private readonly ConcurrentBag<Activity> _ended = [];
        private readonly ActivityListener _listener;

        public Spans(ActivityTraceId trace)
        {
            _listener = new ActivityListener
            {
                ShouldListenTo = source => source.Name is Traces.SourceName or "Microsoft.AspNetCore",
                Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
                    options.TraceId == trace
                        ? ActivitySamplingResult.AllDataAndRecorded
                        : ActivitySamplingResult.None,
                ActivityStopped = activity =>
                {
                    if (activity.TraceId == trace)
                        _ended.Add(activity);
                },
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public IReadOnlyList<Ended> Named(string name) =>
            [
                .. _ended
                    .Where(a => a.OperationName == name)
                    .Select(a =>
                    {
                        var parent = _ended.FirstOrDefault(p => p.SpanId == a.ParentSpanId);
                        return new Ended(name, parent?.OperationName, parent?.Source.Name);
                    }),
            ];

        public void Dispose() => _listener.Dispose();
    }
}
