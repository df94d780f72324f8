using Dashboard.Components;
using Dashboard.Data;
using Dashboard.Data.Events;
using Dashboard.Data.Work;
using Dashboard.Emails;
using Dashboard.Emails.Delivery;
using Dashboard.Mail;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Emails.Delivery;

/// <summary>A node that sends: the real dispatcher and mail sender on a database that it may share with others.</summary>
internal sealed class DispatcherHost : IAsyncDisposable
{
    private readonly IHost _host;
    private volatile Exception? _databaseFault;

    private DispatcherHost(
        TestDatabase database,
        FakeTimeProvider time,
        IMailSender? mail,
        (string Key, string? Value)[] settings
    )
    {
        Time = time;
        var builder = Host.CreateEmptyApplicationBuilder(
            new HostApplicationBuilderSettings { ContentRootPath = Path.GetTempPath() }
        );
        foreach (var (key, value) in settings)
            builder.Configuration[key] = value;
        builder.Configuration["Email:PickupFolder"] = database.MailFolder;
        builder.Logging.AddProvider(Log);
        var contexts = new FaultyContexts(database, _ => _databaseFault);
        builder
            .Services.AddMetrics()
            .AddSingleton<TimeProvider>(time)
            .AddSingleton<IDbContextFactory<DashboardDbContext>>(contexts)
            .AddSingleton(new EventLog(contexts, database.Changes, TimeProvider.System))
            .AddSingleton<WorkLeases>()
            .AddSingleton(Options.Create(new DashboardOptions { PublicUrl = Origin }))
            .AddSingleton<IServer, NoServer>()
            .AddSingleton<PublicOrigin>();
        builder.AddMail();
        if (mail is not null)
            builder.Services.AddSingleton(mail);
        builder.AddEmails();
        // The policy stays off.
        builder.Services.RemoveAll<IHostedService>().AddHostedService<LeasedLoop<EmailDispatcher>>();
        _host = builder.Build();
    }

    public const string Origin = "https://dash.example";

    public FakeTimeProvider Time { get; }
    public RecordingLog Log { get; } = new();
    public DispatcherState State => Get<DispatcherState>();

    /// <summary>While it is set, every transaction ends in it.</summary>
    public Exception? DatabaseFault
    {
        set => _databaseFault = value;
    }

    public static DispatcherHost Create(
        TestDatabase database,
        FakeTimeProvider time,
        IMailSender? mail = null,
        params (string Key, string? Value)[] settings
    ) => new(database, time, mail, settings);

    /// <summary>One that sends by SMTP and is running.</summary>
    public static async Task<DispatcherHost> StartAsync(
        TestDatabase database,
        FakeTimeProvider time,
        int port,
        params (string Key, string? Value)[] more
    )
    {
        var created = Create(
            database,
            time,
            mail: null,
            [
                ("Email:Mode", "Smtp"),
                ("Email:From", "Acme <staff@acme.example>"),
                ("Email:Smtp:Host", "127.0.0.1"),
                ("Email:Smtp:Port", $"{port}"),
                ("Email:Smtp:Security", "None"),
                ("Email:PerMinute", "0"),
                ("Email:PerDomainPerMinute", "0"),
                .. more,
            ]
        );
        await created.StartAsync();
        return created;
    }

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    public Task StartAsync() => _host.StartAsync(TestContext.Current.CancellationToken);

    public Task StopAsync() => _host.StopAsync(CancellationToken.None);

    /// <summary>Advances the clock and runs the dispatcher.</summary>
    public void Advance(TimeSpan span)
    {
        Time.Advance(span);
        Get<EmailSignal>().Wake();
    }

    /// <summary>Advances the clock second by second until a condition is true.</summary>
    public Task PassTimeUntilAsync(Func<Task<bool>> condition, string what) =>
        Eventually.TrueAsync(
            async () =>
            {
                if (await condition())
                    return true;
                Advance(TimeSpan.FromSeconds(1));
                return false;
            },
            what
        );

    public async ValueTask DisposeAsync()
    {
        _databaseFault = null;
        await _host.StopAsync(CancellationToken.None);
        _host.Dispose();
    }

    private sealed class NoServer : IServer
    {
        public IFeatureCollection Features { get; } = new FeatureCollection();

        public Task StartAsync<TContext>(
            IHttpApplication<TContext> application,
            CancellationToken cancellationToken
        )
            where TContext : notnull => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public void Dispose() { }
    }
}
