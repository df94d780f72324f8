using System.Security.Claims;
using Bunit;
using Dashboard.Access;
using Dashboard.Components;
using Dashboard.Components.Parts;
using Dashboard.Data;
using Dashboard.Data.Audit;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Events;
using Dashboard.Domain.Operators;
using Dashboard.Features.Connections;
using Dashboard.Features.Connections.Duplicates;
using Dashboard.Features.Connections.HandOvers;
using Dashboard.Features.Connections.Managing;
using Dashboard.Features.Connections.Selection;
using Dashboard.Features.Connections.Timelines;
using Dashboard.Features.Connections.Triage;
using Dashboard.Features.Connections.Views;
using Dashboard.Features.History;
using Dashboard.Features.Team.Audit;
using Dashboard.Live;
using Dashboard.SnapTrade;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Support;

/// <summary>
/// Screens over a real database and a real feed: changes are committed first and then published, as in
/// the application.
/// </summary>
public abstract class ScreenContext : ComponentContext
{
    private readonly DirectBus _bus = new();
    private bool _isStarted;

    protected ScreenContext()
    {
        Database = new TestDatabase(Clock);
        SnapTrade = new FakeSnapTradeClient(Clock);
        Services.AddLogging();
        Services.AddSignalR();
        Services.AddSingleton<IChangeBus>(_bus);
        // Bursts are kept apart by real milliseconds: the clock of the tests stands still.
        Services.AddSingleton(provider =>
            ActivatorUtilities.CreateInstance<ConnectionFeed>(provider, TimeProvider.System)
        );
        Services.AddSingleton<IDbContextFactory<DashboardDbContext>>(Database);
        // The feed calls outside of any request, as in the application: the operator is the circuit's user.
        Services.AddHttpContextAccessor();
        Services.AddScoped<CurrentOperator>();
        Services.AddScoped<AuditWriter>();
        Services.AddScoped<ConnectionQueries>();
        Services.AddScoped<ConnectionDetails>();
        Services.AddScoped<ConnectionTimeline>();
        Services.AddSingleton(provider =>
            ActivatorUtilities.CreateInstance<ChangedRows>(provider, TimeProvider.System)
        );
        Services.AddSingleton(provider =>
            ActivatorUtilities.CreateInstance<ChangedCounts>(provider, TimeProvider.System)
        );
        Services.AddScoped<ScreenRows>();
        Services.AddScoped<LiveCounts>();
        Services.AddScoped<LastList>();
        Services.AddScoped<ConnectionChecks>();
        Services.AddSingleton<IConnectionChangePublisher>(_bus);
        Services.AddScoped<MatchingConnections>();
        Services.AddScoped<ConnectionTriage>();
        Services.AddScoped<Assignees>();
        Services.AddScoped<PastNotes>();
        Services.AddScoped<OperatorPresences>();
        Services.AddScoped<HandOverQueries>();
        Services.AddScoped<SavedViews>();
        Services.AddSingleton<ViewCounts>();
        Services.AddSingleton<ViewBoard>();
        Services.AddSingleton<ISnapTradeClient>(SnapTrade);
        Services.AddSingleton(Secrets);
        Services.AddSingleton(Database.Log);
        Services.AddOptions<SnapTradeOptions>().Configure(o => o.TestKeys = true);
        Services.AddScoped<ConnectionManager>();
        Services.AddScoped<ManagingDialogs>();
        Services.AddScoped<DuplicateDecisions>();
        var refusals = new SecretRefusals(Database, Secrets, Clock);
        Services.AddSingleton(refusals);
        // The tests' users have no secret, so the verifier can't check them.
        Services.AddSingleton(
            new ConnectionVerifier(client: null!, Database, Secrets, refusals, Database.Log, Clock)
        );
        Services.AddScoped<HistoryQueries>();
        Services.AddScoped<EventDetails>();
        Services.AddSingleton<AuditVerifier>();
        Services.AddScoped<AuditQueries>();
        Services.AddScoped<AuditCheck>();
        SignInAs(Role.Support);
    }

    protected TestDatabase Database { get; }
    protected FakeSnapTradeClient SnapTrade { get; }
    protected UserSecrets Secrets { get; } = new(new EphemeralDataProtectionProvider());
    protected RecordedActions Actions { get; } = new();
    protected RecordedEmails Emails { get; } = new();
    protected NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    /// <summary>The current path and query.</summary>
    protected string Address => "/" + Navigation.ToBaseRelativePath(Navigation.Uri);

    protected void SignInAs(Role role, string id = "id-1", string name = "Test person")
    {
        Operator.SetAuthorized(name);
        Operator.SetClaims(
            new Claim(ClaimTypes.NameIdentifier, id),
            new Claim(ClaimTypes.Name, name),
            new Claim(ClaimTypes.Role, role.ToString())
        );
    }

    /// <summary>Registers a fake that makes links. Call before anything is rendered.</summary>
    protected void OfferLinks() => Services.AddSingleton<IReconnectActions>(Actions);

    /// <summary>Registers a fake that sends e-mails. Call before anything is rendered.</summary>
    protected void OfferEmails() => Services.AddSingleton<IEmailActions>(Emails);

    /// <summary>What js/rows.js tells the list when an element of a row with this <c>data-act</c> is pressed.</summary>
    protected static Task PressAsync(
        IRenderedComponent<IComponent> page,
        AngleSharp.Dom.IElement row,
        string action,
        bool shift = false
    ) =>
        page.Find("table[data-rows]")
            .TriggerEventAsync(
                "onrowaction",
                new RowActionEventArgs
                {
                    Row = row.GetAttribute("data-row")!,
                    Action = action,
                    Shift = shift,
                }
            );

    /// <summary>Commits events and notifies every screen.</summary>
    protected async Task HappenAsync(params IncomingEvent[] events)
    {
        if (!_isStarted)
            await Services.GetRequiredService<ConnectionFeed>().StartAsync(CancellationToken.None);
        _isStarted = true;
        var before = Database.Changes.All.Count;
        await Database.EventsAsync(events);
        await _bus.PublishAsync([.. Database.Changes.All.Skip(before)]);
    }

    /// <summary>Notifies every screen that changes may have been missed.</summary>
    protected Task RereadAsync() => _bus.SendAsync(FeedUpdate.Reread);

    protected static IncomingEvent At(DateTimeOffset at, string type, string? connectionId, string userId) =>
        Some.Event(type, 0, connectionId, userId) with
        {
            OccurredAt = at,
            ReceivedAt = at.AddSeconds(3),
        };

    protected static IncomingEvent BrokeAt(DateTimeOffset at, string connectionId) =>
        At(at, EventTypes.ConnectionBroken, connectionId, "user of " + connectionId);

    protected static IncomingEvent FixedAt(DateTimeOffset at, string connectionId) =>
        At(at, EventTypes.ConnectionFixed, connectionId, "user of " + connectionId);

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            Database.Dispose();
    }

    private sealed class DirectBus : IChangeBus, IConnectionChangePublisher
    {
        private readonly TaskCompletionSource<Action<FeedUpdate>> _receiver = new();

        public bool IsConnected => true;

        public async ValueTask PublishAsync(IReadOnlyList<ConnectionChange> changes) =>
            await SendAsync(new FeedUpdate(changes, MustReread: false));

        public ValueTask PublishAsync(
            IReadOnlyList<ConnectionChange> changes,
            CancellationToken cancellationToken
        ) => PublishAsync(changes);

        public async Task SendAsync(FeedUpdate update) => (await _receiver.Task)(update);

        public Task StartAsync(Action<FeedUpdate> receive, CancellationToken cancellationToken)
        {
            _receiver.SetResult(receive);
            return Task.CompletedTask;
        }
    }

    /// <summary>Records the requested links.</summary>
    protected sealed class RecordedActions : IReconnectActions
    {
        public List<string> Asked { get; } = [];

        public Task ShowCopyLinkAsync(string connectionId)
        {
            Asked.Add(connectionId);
            return Task.CompletedTask;
        }
    }

    /// <summary>Records the requested e-mails and confirms them all.</summary>
    protected sealed class RecordedEmails : IEmailActions
    {
        public List<EmailAudience> Asked { get; } = [];

        public Task<bool> ShowSendAsync(EmailAudience audience)
        {
            Asked.Add(audience);
            return Task.FromResult(true);
        }
    }
}
