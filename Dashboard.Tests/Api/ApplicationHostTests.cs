using Dashboard.Api;

namespace Dashboard.Tests.Api;

public sealed class ApplicationHostTests
{
    [Fact]
    public void A_program_that_was_built_but_not_published_works_in_the_working_directory() =>
        Assert.Equal(
            Directory.GetCurrentDirectory(),
            ApplicationHost.CreateBuilder([]).Environment.ContentRootPath.TrimEnd('/')
        );

    [Fact]
    public void Long_queries_leave_threads_for_requests()
    {
        ThreadPool.GetMinThreads(out var before, out var forCompletions);
        Assert.True(ThreadPool.SetMinThreads(1, forCompletions));
        ApplicationHost.CreateBuilder([]);
        ThreadPool.GetMinThreads(out var after, out _);
        ThreadPool.SetMinThreads(Math.Max(before, after), forCompletions);
        Assert.InRange(after, 16, 64);
    }

    [Fact]
    public void A_content_root_and_an_environment_that_are_configured_count()
    {
        var builder = ApplicationHost.CreateBuilder([
            $"--contentRoot={Path.GetTempPath()}",
            "--environment=Staging",
        ]);
        Assert.Equal(Path.GetTempPath(), builder.Environment.ContentRootPath);
        Assert.Equal("Staging", builder.Environment.EnvironmentName);
    }
}
