using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Events;
using Dashboard.Domain.Operators;
using Dashboard.Domain.Users;
using Dashboard.Features.Users;
using Dashboard.Features.Users.Erasing;
using Dashboard.Mail;
using Dashboard.SnapTrade;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Features.Users.Erasing;

public sealed class PersonEraserTests : DatabaseContext
{
    private static readonly string[] Traces = ["Übermut", "bermut", "zoe@example.com", "protected-secret"];
    private readonly FakeTimeProvider _clock = new(Some.Noon.AddDays(2));
    private readonly FakeSnapTradeClient _snapTrade;

    public PersonEraserTests() => _snapTrade = new FakeSnapTradeClient(_clock);

    [Fact]
    public async Task Erasing_removes_personal_data_and_keeps_the_history()
    {
        await SeedAsync();
        Assert.NotEmpty(await Database.FindAsync(Traces));

        Assert.Null(await Eraser().EraseAsync("u1", atSnapTrade: false, Token));

        Assert.Empty(await Database.FindAsync(Traces));
        Assert.Empty(Directory.GetFiles(Database.MailFolder));
        await using var db = Database.CreateDbContext();
        var user = await db.SnapTradeUsers.SingleAsync(u => u.Id == "u1", Token);
        Assert.Equal((_clock.GetUtcNow(), null), (user.ErasedAt, user.DeletedAt));
        Assert.Equal(["u1"], await Database.TokensAsync("u1"));
        Assert.Equal((1, 1), (await db.Events.CountAsync(Token), await db.Emails.CountAsync(Token)));
        var entry = await db.AuditEntries.OrderByDescending(e => e.Number).FirstAsync(Token);
        Assert.Equal(("erase person", "user:u1", "done"), (entry.Action, entry.Subject, entry.Result));
        Assert.Empty(_snapTrade.DeletedUsers);
    }

    [Fact]
    public async Task Deleting_at_SnapTrade_also_removes_personal_data()
    {
        await SeedAsync();
        await Database.EventsAsync(
            Some.Event(EventTypes.UserDeleted, 3 * 24 * 60, connectionId: null, userId: "u1")
        );
        Assert.Empty(await Database.FindAsync(Traces));
    }

    [Fact]
    public async Task A_complaint_stays_in_effect_without_the_address()
    {
        await SeedAsync();
        await SuppressAsync(SuppressionReason.Complaint);
        await Eraser().EraseAsync("u1", atSnapTrade: false, Token);
        await using var db = Database.CreateDbContext();
        Assert.Equal(0, await db.Suppressions.CountAsync(Token));
        Assert.NotNull((await db.SnapTradeUsers.SingleAsync(u => u.Id == "u1", Token)).OptedOutAt);
    }

    [Fact]
    public async Task An_address_that_others_have_too_stays_blocked()
    {
        await SeedAsync();
        await SuppressAsync(SuppressionReason.HardBounce);
        await Database.EventsAsync(Some.Broken(0, "d", "u2"));
        await Database.ContactAsync("u2", "Somebody", "Zoe@example.com");
        await Eraser().EraseAsync("u1", atSnapTrade: false, Token);
        await using var db = Database.CreateDbContext();
        Assert.Equal(1, await db.Suppressions.CountAsync(Token));
        Assert.Null((await db.SnapTradeUsers.SingleAsync(u => u.Id == "u1", Token)).OptedOutAt);
    }

    [Fact]
    public async Task A_user_supplied_again_is_known_again()
    {
        await SeedAsync();
        await Eraser().EraseAsync("u1", atSnapTrade: false, Token);
        await Directory_().SaveAsync("u1", new UserInput("Zoë", null, null, null), Token);
        await using var db = Database.CreateDbContext();
        var user = await db.SnapTradeUsers.SingleAsync(u => u.Id == "u1", Token);
        Assert.Equal(("Zoë", null), (user.Name, user.ErasedAt));
    }

    [Fact]
    public async Task Deleting_at_SnapTrade_is_optional_and_can_be_retried()
    {
        await SeedAsync();
        _snapTrade.Failure = new SnapTradeException(SnapTradeErrorKind.Unreachable, "gone");
        Assert.Equal(
            ErasingObstacle.SnapTradeFailed,
            await Eraser().EraseAsync("u1", atSnapTrade: true, Token)
        );
        Assert.Empty(await Database.FindAsync(Traces));
        await using (var before = Database.CreateDbContext())
        {
            Assert.Equal(Health.Disabled, (await before.Connections.SingleAsync(Token)).Health);
            Assert.Contains(
                "\"atSnapTrade\":true",
                (
                    await before.AuditEntries.SingleAsync(e => e.Action == AuditActions.ErasePerson, Token)
                ).After,
                StringComparison.Ordinal
            );
        }
        _snapTrade.Failure = null;
        Assert.Null(await Eraser().EraseAsync("u1", atSnapTrade: true, Token));
        Assert.Equal(["u1", "u1"], _snapTrade.DeletedUsers);
        await using var db = Database.CreateDbContext();
        // Known at once: no webhook has come, and without the secret no check could find it.
        Assert.Equal(Health.Deleted, (await db.Connections.SingleAsync(Token)).Health);
        Assert.Equal(
            ["failed: Unreachable", "done"],
            await db
                .AuditEntries.Where(e => e.Action == AuditActions.DeleteUserAtSnapTrade)
                .OrderBy(e => e.Number)
                .Select(e => e.Result)
                .ToListAsync(Token)
        );
    }

    [Fact]
    public async Task Nothing_is_erased_while_an_import_could_restore_it()
    {
        Assert.Equal(ErasingObstacle.UnknownUser, await Eraser().EraseAsync("u1", false, Token));
        await SeedAsync(EmailState.Sending);
        Assert.Equal(ErasingObstacle.EmailInProgress, await Eraser().EraseAsync("u1", false, Token));
        await using (var db = Database.CreateDbContext())
        {
            await db.Emails.ExecuteUpdateAsync(s => s.SetProperty(e => e.State, EmailState.Sent), Token);
            db.Add(UserImport.Create("users.csv", "id-1", "Test person", Some.Noon));
            await db.SaveChangesAsync(Token);
        }
        Assert.Equal(ErasingObstacle.ImportPending, await Eraser().EraseAsync("u1", false, Token));
        Assert.NotEmpty(await Database.FindAsync(Traces));
    }

    [Theory]
    [InlineData(Role.Support)]
    [InlineData(Role.Manager)]
    public async Task Only_admins_erase(Role role)
    {
        await SeedAsync();
        await Assert.ThrowsAsync<AccessDeniedException>(() =>
            Eraser(ActorScope.Of(role)).EraseAsync("u1", false, Token)
        );
    }

    [Fact]
    public async Task Only_views_for_the_person_are_erased()
    {
        await SeedAsync();

        await Eraser().EraseAsync("u1", false, Token);

        await using var db = Database.CreateDbContext();
        Assert.Equal("Stays", (await db.SavedViews.SingleAsync(Token)).Name);
        Assert.Empty(await db.PastNotes.ToListAsync(Token));
    }

    private PersonEraser Eraser(CurrentOperator? who = null)
    {
        var current = who ?? ActorScope.Of(Role.Admin);
        var pickup = new PickupFolder(Options.Create(new MailOptions { PickupFolder = Database.MailFolder }));
        return new(
            Database,
            Database.Log,
            _snapTrade,
            pickup,
            current,
            new AuditWriter(current, _clock),
            _clock
        );
    }

    private UserDirectory Directory_()
    {
        var current = ActorScope.Of(Role.Admin);
        return new(
            Database,
            current,
            new AuditWriter(current, _clock),
            new UserSecrets(new EphemeralDataProtectionProvider()),
            _clock
        );
    }

    /// <summary>A person with every kind of personal data, as the application stores it.</summary>
    private async Task SeedAsync(EmailState state = EmailState.Sent)
    {
        await Database.EventsAsync(Some.Broken(0, "c", "u1"));
        await Directory_()
            .SaveAsync(
                "u1",
                new UserInput("Zoë Übermut", "zoe@example.com", "en", "protected-secret", "America/Toronto"),
                Token
            );
        await using var db = Database.CreateDbContext();
        (await db.SnapTradeUsers.SingleAsync(u => u.Id == "u1", Token)).SetSecret(
            "protected-secret",
            Some.Noon
        );
        var email = Email.Create(
            "u1",
            EmailTrigger.Operator,
            "Ana",
            Some.Noon,
            "c",
            "b",
            null,
            "Zoë Übermut asked"
        );
        email.Prepare("zoe@example.com", "en", null, "hash");
        email.Bounce(isHard: true, "zoe@example.com is unknown", Some.Noon);
        db.Add(email);
        db.Entry(email).Property(e => e.State).CurrentValue = state;
        db.Entry(email).Property(e => e.LastError).CurrentValue = "550 zoe@example.com";
        db.Add(
            new EmailBatch
            {
                Id = "b",
                CreatedBy = "Ana",
                CreatedAt = Some.Noon,
                Audience = "Zoë Übermut",
                OverrideReason = "Zoë Übermut asked",
                Queued = 1,
                LeftOut = "{}",
            }
        );
        var triage = Triage.Of("c");
        triage.Write("Übermut calls back", "Ana", Some.Noon);
        db.Add(triage);
        db.Add(triage.Past("Ana", Some.Noon)!);
        // Views are of the team, or else their owner would have to be one.
        db.Add(SavedView.Create(null, "Of Zoë Übermut", "/connections", "Ana", Some.Noon));
        db.Add(SavedView.Create(null, "A", "/connections?q=zo%C3%AB%20%C3%9Cbermut", "Ana", Some.Noon));
        db.Add(SavedView.Create(null, "B", "/connections?q=ZOE%40example.com", "Ana", Some.Noon));
        db.Add(SavedView.Create(null, "Stays", "/connections?q=example.com&brokerage=zoe", "Ana", Some.Noon));
        await db.SaveChangesAsync(Token);
        System.IO.Directory.CreateDirectory(Database.MailFolder);
        await File.WriteAllTextAsync(
            Path.Combine(Database.MailFolder, "1.eml"),
            $"Message-ID: <{email.Id}@acme.example>\r\nTo: zoe@example.com\r\n\r\nDear Zoë",
            Token
        );
    }

    private async Task SuppressAsync(SuppressionReason reason)
    {
        await using var db = Database.CreateDbContext();
        var suppression = new Suppression { Address = "zoe@example.com" };
        suppression.Begin(reason, "zoe@example.com said so", null, Some.Noon);
        db.Add(suppression);
        await db.SaveChangesAsync(Token);
    }
}
