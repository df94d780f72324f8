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
    public async Task It_is_deleted_after_a_day()
    {
        var job = await WriteAsync(1);
        var left = await LeaveAsync(Path.GetFileName(Path.GetDirectoryName(PathOf(job))!), Id, TimeSpan.Zero);

        Jobs.Prune();
        Assert.Equal((true, false), (File.Exists(PathOf(job)), File.Exists(left)));

        Host.Time.Advance(ExportJobs.KeptFor + TimeSpan.FromMinutes(1));
        Jobs.Prune();
        Assert.False(File.Exists(PathOf(job)));
        Assert.Null(Jobs.Find("ana", job.Id));
    }

    [Fact]
    public async Task The_oldest_goes_when_a_person_has_many()
    {
        List<ExportJob> jobs = [];
        for (var i = 0; i <= ExportJobs.MaxKept; i++)
        {
            Host.Time.Advance(TimeSpan.FromMinutes(1));
            jobs.Add(await WriteAsync(1));
            jobs[^1].IsInBackground = true;
        }

        Assert.Null(Jobs.Find("ana", jobs[0].Id));
        Assert.False(File.Exists(PathOf(jobs[0])));
        Assert.All(jobs.Skip(1), job => Assert.NotNull(Jobs.Find("ana", job.Id)));
    }

    [Fact]
    public async Task What_other_processes_left_is_deleted_after_a_day_and_nothing_else_is()
    {
        var (young, old) = (TimeSpan.FromHours(23), TimeSpan.FromHours(25));
        var left = await LeaveAsync($"node.{Id}", Id, old);
        var ofAnother = await LeaveAsync($"node.{Id}", Id, young);
        string[] kept =
        [
            ofAnother,
            await LeaveAsync("node", "report.csv", old),
            await LeaveAsync("", Id, old),
            await LeaveAsync(Path.Combine("node", "below"), Id, old),
        ];

        Jobs.Prune();

        Assert.False(File.Exists(left));
        Assert.All(kept, file => Assert.True(File.Exists(file), file));
    }

    [Fact]
    public void The_folder_of_a_process_that_ended_is_deleted_when_it_is_empty()
    {
        var folder = Path.Combine(Host.Database.ExportFolder, $"node.{Id}");
        var other = Path.Combine(Host.Database.ExportFolder, "mine");
        foreach (var empty in new[] { folder, other })
        {
            Directory.CreateDirectory(empty);
            Directory.SetLastWriteTimeUtc(empty, Host.Time.GetUtcNow().UtcDateTime.AddDays(-2));
        }

        Jobs.Prune();

        Assert.Equal((false, true), (Directory.Exists(folder), Directory.Exists(other)));
    }

    [Fact]
    public async Task A_file_that_is_gone_at_the_end_is_told()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows keeps files that are open.");
        var job = Jobs.Start(Order(), Person("ana"), (_, token) => LosingAsync(token))!;
        await job.Ended;

        Assert.Equal(ExportState.Failed, job.Status.State);
        Assert.Contains("Export again", job.Status.Problem, StringComparison.Ordinal);
        Assert.NotNull(
            Jobs.Start(Order(), Person("ana"), (_, token) => LinesAsync(1, Task.CompletedTask, token))
        );

        async IAsyncEnumerable<int> LosingAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask.WaitAsync(cancellationToken);
            yield return 1;
            foreach (
                var file in Directory.GetFiles(Host.Database.ExportFolder, "*", SearchOption.AllDirectories)
            )
                File.Delete(file);
        }
    }

    private static string Id => Guid.NewGuid().ToString("N");

    /// <returns>The path of a file of that age.</returns>
    private async Task<string> LeaveAsync(string folder, string name, TimeSpan age)
    {
        var inside = Path.Combine(Host.Database.ExportFolder, folder);
        Directory.CreateDirectory(inside);
        var path = Path.Combine(inside, name);
        await File.WriteAllTextAsync(path, "x", Token);
        // The server's own sweep may delete a file of this process at once.
        if (age > TimeSpan.Zero)
            File.SetLastWriteTimeUtc(path, (Host.Time.GetUtcNow() - age).UtcDateTime);
        return path;
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

    private string PathOf(ExportJob job) => Host.Services.GetRequiredService<ExportFolder>().PathOf(job.Id);

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
