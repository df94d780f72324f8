using Dashboard.Access;
using Dashboard.Domain.Notices;
using Dashboard.Domain.Operators;
using Dashboard.Features.Notices;
using Dashboard.Features.Notices.Messages;
using Dashboard.Features.Notices.Sending;
using Dashboard.Features.Notices.Settings;
using Dashboard.Features.Notices.Webhooks;
using Dashboard.Tests.Features.Team;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Features.Notices;

/// <summary>Everything behind notices over a real database, with a clock of its own.</summary>
internal sealed class NoticeHost : IDisposable
{
    public NoticeHost()
    {
        Database = new TestDatabase(Time);
        Client = NewClient(Time);
    }

    public FakeTimeProvider Time { get; } = new(Some.Noon);
    public TestDatabase Database { get; }
    public RecordedMail Mail { get; } = new();
    public RecordingLog Log { get; } = new();
    public WebhookSecret Secret { get; } = new(new EphemeralDataProtectionProvider());
    public NoticeWriter Writer { get; } = new(TeamHost.Origin);
    public WebhookClient Client { get; }
    public NoticeDelivery Delivery => new(Mail, Client, Secret);

    public static WebhookClient NewClient(TimeProvider time, bool allowsPrivate = true) =>
        new(
            Options.Create(new NoticeOptions { AllowPrivateHosts = allowsPrivate }),
            new HostingEnvironment { EnvironmentName = "Production" },
            time
        );

    /// <summary>A node of its own.</summary>
    public NoticeSender Sender() =>
        new(
            Database,
            Writer,
            Delivery,
            Time,
            LoggerFactory.Create(b => b.AddProvider(Log)).CreateLogger<NoticeSender>()
        );

    public NoticeDesk Desk(Role role = Role.Admin) =>
        new(Database, Secret, ActorScope.Of(role), new AuditWriter(ActorScope.Of(role), Time), Time);

    public NoticeTests Tests() =>
        new(
            Database,
            Writer,
            Delivery,
            ActorScope.Of(Role.Admin),
            new AuditWriter(ActorScope.Of(Role.Admin), Time)
        );

    public async Task SettingsAsync(Action<NoticeSettings> change)
    {
        await using var db = Database.CreateDbContext();
        var settings = await db.NoticeSettings.SingleOrDefaultAsync(Token);
        if (settings is null)
            db.Add(settings = new NoticeSettings());
        change(settings);
        await db.SaveChangesAsync(Token);
    }

    /// <summary>An event to notify about.</summary>
    public async Task HappenAsync(string occasion = "threshold 1")
    {
        await using var db = Database.CreateDbContext();
        var settings = await db.NoticeSettings.SingleAsync(Token);
        var content = NoticeContents.Write(new ThresholdFacts(100, 120, Some.Noon));
        db.AddRange(
            TeamNotice.Compose(settings, NoticeKind.ThresholdCrossed, occasion, content, Time.GetUtcNow())
        );
        await db.SaveChangesAsync(Token);
    }

    public async Task<List<TeamNotice>> NoticesAsync()
    {
        await using var db = Database.CreateDbContext();
        return await db.TeamNotices.AsNoTracking().ToListAsync(Token);
    }

    public void Dispose()
    {
        Client.Dispose();
        Database.Dispose();
    }
}
