using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Events;
using Dashboard.Domain.Operators;
using Dashboard.Features.Connections.Managing;
using Dashboard.SnapTrade;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Dashboard.Tests.Features.Connections.Managing;

public sealed class ConnectionManagerTests : DatabaseContext
{
    private const string Id = "connection-1";
    private readonly UserSecrets _secrets = new(new EphemeralDataProtectionProvider());
    private readonly FakeSnapTradeClient _snapTrade = new(TimeProvider.System);

    [Fact]
    public async Task A_deletion_is_requested_once_recorded_and_checked()
    {
        await KnowAsync();

        Assert.True((await Manager().DeleteAsync(Id, Token)).IsDone);

        Assert.Equal([$"delete {Id} of user-1"], _snapTrade.Acts);
        Assert.Equal(["asked", "done"], await ResultsAsync("delete connection"));
        await using var db = Database.CreateDbContext();
        var asked = await db.Events.SingleAsync(e => e.Type == EventTypes.DeletionAsked, Token);
        Assert.Equal((EventSource.Operator, Id), (asked.Source, asked.ConnectionId));
        var connection = await db.Connections.SingleAsync(Token);
        Assert.Equal((Health.Disabled, true), (connection.Health, connection.AwaitingVerification));
    }

    [Fact]
    public async Task A_request_is_recorded_before_the_call()
    {
        await KnowAsync();
        List<string> before = [];
        _snapTrade.OnAsked = async () => before = await ResultsAsync("delete connection");

        await Manager().DeleteAsync(Id, Token);

        Assert.Equal(["asked"], before);
    }

    [Fact]
    public async Task The_result_is_recorded_even_if_the_operator_leaves_the_page()
    {
        await KnowAsync();
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Token);
        _snapTrade.OnAsked = () => leaving.CancelAsync();

        Assert.True((await Manager().DeleteAsync(Id, leaving.Token)).IsDone);

        Assert.Equal(["asked", "done"], await ResultsAsync("delete connection"));
    }

    [Fact]
    public async Task A_missing_answer_is_reported_as_unknown()
    {
        await KnowAsync();
        _snapTrade.Failure = new SnapTradeException(SnapTradeErrorKind.Timeout, "late")
        {
            RequestId = "r-17",
        };

        var report = await Manager().DeleteAsync(Id, Token);

        Assert.Contains("the result is unknown", report.Words, StringComparison.Ordinal);
        Assert.Contains("r-17", report.Words, StringComparison.Ordinal);
        Assert.Equal(["asked", "failed: Timeout"], await ResultsAsync("delete connection"));
        await using var db = Database.CreateDbContext();
        Assert.True((await db.Connections.SingleAsync(Token)).AwaitingVerification);
    }

    [Fact]
    public async Task A_refused_secret_is_recorded()
    {
        await KnowAsync();
        _snapTrade.Failure = new SnapTradeException(SnapTradeErrorKind.Unauthorized, "no") { Code = "1083" };

        Assert.Equal(ManagingReport.SecretRefused.Words, (await Manager().DeleteAsync(Id, Token)).Words);
        Assert.Equal(ManagingReport.SecretRefused, await Manager().DeleteAsync(Id, Token));

        Assert.Single(_snapTrade.Acts);
        Assert.Equal(
            ["asked", "failed: Unauthorized", "refused: SecretRefused"],
            await ResultsAsync("delete connection")
        );
    }

    [Fact]
    public async Task A_shared_connection_can_not_be_changed_and_is_not_said_to_be_unknown()
    {
        await KnowAsync();
        _snapTrade.Failure = new SnapTradeException(SnapTradeErrorKind.NotFound, "404");
        _snapTrade.Lists["user-1"] = [new() { Id = Id }];

        Assert.Equal(ManagingReport.Shared, await Manager().DeleteAsync(Id, Token));
        Assert.Equal(["asked", "refused: Shared"], await ResultsAsync("delete connection"));
        _snapTrade.Lists["user-1"] = [];
        Assert.Contains(
            "does not know this connection",
            (await Manager().DeleteAsync(Id, Token)).Words,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task An_impossible_request_is_refused_without_a_call()
    {
        Assert.Equal(ManagingReport.Unknown, await Manager().DeleteAsync("nothing", Token));
        await Database.EventsAsync(Some.Broken());
        Assert.Equal(ManagingReport.NoSecret, await Manager().DeleteAsync(Id, Token));
        await Database.EventsAsync(Some.Event(EventTypes.ConnectionDeleted, 50));
        Assert.Equal(ManagingReport.Deleted, await Manager().DeleteAsync(Id, Token));
        Assert.Empty(_snapTrade.Acts);
    }

    [Fact]
    public async Task A_drill_calls_SnapTrade_and_changes_no_state_itself()
    {
        await KnowAsync(Some.Event(EventTypes.ConnectionFixed, 30));

        Assert.True((await Manager().BreakAsync(Id, Token)).IsDone);

        Assert.Equal([$"disable {Id} of user-1"], _snapTrade.Acts);
        Assert.Equal(["asked", "done"], await ResultsAsync("break connection"));
        await using var db = Database.CreateDbContext();
        var connection = await db.Connections.SingleAsync(Token);
        Assert.Equal((Health.Healthy, false), (connection.Health, connection.AwaitingVerification));
    }

    [Fact]
    public async Task Without_test_keys_there_are_no_drills()
    {
        await KnowAsync();
        var manager = Manager(testKeys: false);

        Assert.False(manager.OffersDrills);
        Assert.Equal(ManagingReport.NoTestKeys, await manager.BreakAsync(Id, Token));
        Assert.Empty(_snapTrade.Acts);
    }

    [Theory]
    [InlineData(Role.Support)]
    [InlineData(Role.Manager)]
    public async Task Other_roles_are_refused(Role role)
    {
        await KnowAsync();
        await Assert.ThrowsAsync<AccessDeniedException>(() => Manager(role).DeleteAsync(Id, Token));
        await Assert.ThrowsAsync<AccessDeniedException>(() => Manager(role).BreakAsync(Id, Token));
        Assert.Empty(_snapTrade.Acts);
    }

    private async Task KnowAsync(params IncomingEvent[] more)
    {
        await Database.EventsAsync([Some.Broken(), .. more]);
        await using var db = Database.CreateDbContext();
        var user = await db.SnapTradeUsers.SingleAsync(Token);
        user.SetSecret(_secrets.Protect("secret"), Some.Noon);
        await db.SaveChangesAsync(Token);
    }

    private async Task<List<string>> ResultsAsync(string action)
    {
        await using var db = Database.CreateDbContext();
        return await db
            .AuditEntries.Where(e => e.Action == action)
            .OrderBy(e => e.Id)
            .Select(e => e.Result)
            .ToListAsync(Token);
    }

    private ConnectionManager Manager(Role role = Role.Admin, bool testKeys = true)
    {
        var current = ActorScope.Of(role);
        return new ConnectionManager(
            _snapTrade,
            Database,
            _secrets,
            new SecretRefusals(Database, _secrets, TimeProvider.System),
            Database.Log,
            new AuditWriter(current, TimeProvider.System),
            current,
            Options.Create(new SnapTradeOptions { Mode = SnapTradeOptions.LiveMode, TestKeys = testKeys }),
            TimeProvider.System
        );
    }
}
