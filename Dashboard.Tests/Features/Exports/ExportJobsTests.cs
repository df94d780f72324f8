using System.Runtime.CompilerServices;
using System.Security.Claims;
using Dashboard.Access;
using Dashboard.Api.Exports;
using Dashboard.Domain;
using Dashboard.Domain.Operators;
using Dashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Features.Exports;

/// <summary>What becomes of an export while and after it is written.</summary>
public sealed class ExportJobsTests : RoomsContext
{
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    protected override (string Key, string? Value)[] Settings => [("Exports:MaxRows", "5")];

    private ExportJobs Jobs => Host.Services.GetRequiredService<ExportJobs>();

    [Fact]
    public async Task A_person_has_one_at_work_and_cancelling_it_deletes_the_file()
    {
        var job = Jobs.Start(Order(), Person("ana"), (_, token) => LinesAsync(3, _gate.Task, token))!;
        Assert.Null(
            Jobs.Start(Order(), Person("ana"), (_, token) => LinesAsync(1, Task.CompletedTask, token))
        );
        Assert.NotNull(
            Jobs.Start(Order(), Person("bob"), (_, token) => LinesAsync(1, Task.CompletedTask, token))
        );

        job.Cancel();
        await job.Ended;
        Assert.Equal(ExportState.Cancelled, job.Status.State);
        Assert.Null(Jobs.Open(job));
        Assert.False(File.Exists(PathOf(job)));
        Assert.Null(Jobs.Find("bob", job.Id));
    }

    [Fact]
    public async Task Rows_above_the_limit_are_left_out_and_it_says_so()
    {
        var job = await WriteAsync(9);
        Assert.Equal((ExportState.Ready, 5, true), (job.Status.State, job.Status.Rows, job.Status.IsCut));
        Assert.Equal(5, (await File.ReadAllLinesAsync(PathOf(job), Token)).Length);
        Assert.False((await WriteAsync(5)).Status.IsCut);
    }

    [Fact]
    public async Task It_reads_as_the_person_and_says_when_that_is_no_longer_allowed()
    {
        var job = Jobs.Start(
            Order(),
            Person("mia", Role.Support),
            (services, token) => GuardedAsync(services.GetRequiredService<CurrentOperator>(), token)
        )!;
        await job.Ended;
        Assert.Equal(ExportState.Failed, job.Status.State);
        Assert.Contains("your role no longer allows it", job.Status.Problem, StringComparison.Ordinal);

        job = Jobs.Start(
            Order(),
            Person("max", Role.Manager),
            (services, token) => GuardedAsync(services.GetRequiredService<CurrentOperator>(), token)
        )!;
        await job.Ended;
        Assert.Equal(ExportState.Ready, job.Status.State);
    }

    [Fact]
    public async Task A_failure_is_told_and_leaves_no_file()
    {
        var failing = Task.FromException(new TimeoutException("The database is busy"));
        var job = Jobs.Start(Order(), Person("ana"), (_, token) => LinesAsync(3, failing, token))!;
        await job.Ended;
        Assert.Equal(ExportState.Failed, job.Status.State);
        Assert.Contains("Try again", job.Status.Problem, StringComparison.Ordinal);
        Assert.False(File.Exists(PathOf(job)));
    }

    [Fact]
    public async Task It_is_deleted_after_a_day_and_so_is_what_an_earlier_process_left()
    {
        var job = await WriteAsync(1);
        var left = Path.Combine(Path.GetDirectoryName(PathOf(job))!, "left");
        await File.WriteAllTextAsync(left, "x", Token);

        Jobs.Prune();
        Assert.Equal((true, false), (File.Exists(PathOf(job)), File.Exists(left)));

        Host.Time.Advance(ExportJobs.KeptFor + TimeSpan.FromMinutes(1));
        Jobs.Prune();
        Assert.False(File.Exists(PathOf(job)));
        Assert.Null(Jobs.Find("ana", job.Id));
    }

    private async Task<ExportJob> WriteAsync(int rows)
    {
        var job = Jobs.Start(
            Order(),
            Person("ana"),
            (_, token) => LinesAsync(rows, Task.CompletedTask, token)
        )!;
        await job.Ended;
        return job;
    }

    private ExportOrder Order() =>
        new("connections", Permission.ViewConnections, ExportFormat.Ndjson, Host.Time.GetUtcNow());

    private string PathOf(ExportJob job) =>
        Path.Combine(Host.Database.ExportFolder, Environment.MachineName, job.Id);

    private static ClaimsPrincipal Person(string id, Role role = Role.Admin) =>
        new(
            new ClaimsIdentity(
                [new(ClaimTypes.NameIdentifier, id), new(ClaimTypes.Role, role.ToString())],
                "test"
            )
        );

    private static async IAsyncEnumerable<int> LinesAsync(
        int count,
        Task before,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await before.WaitAsync(cancellationToken);
        for (var i = 0; i < count; i++)
            yield return i;
    }

    private static async IAsyncEnumerable<int> GuardedAsync(
        CurrentOperator current,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await current.DemandAsync(Permission.ExportLists);
        cancellationToken.ThrowIfCancellationRequested();
        yield return 1;
    }
}
