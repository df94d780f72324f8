using Dashboard.Access;
using Dashboard.Access.Proxies;
using Dashboard.Api;
using Dashboard.Api.OpenApi;
using Dashboard.Components;
using Dashboard.Components.Surface;
using Dashboard.Data;
using Dashboard.Emails;
using Dashboard.Features.Account;
using Dashboard.Features.Batches;
using Dashboard.Features.BlockedAddresses;
using Dashboard.Features.Connections;
using Dashboard.Features.Exports;
using Dashboard.Features.History;
using Dashboard.Features.Incidents;
using Dashboard.Features.Notices;
using Dashboard.Features.OptOut;
using Dashboard.Features.Outbox;
using Dashboard.Features.Outcomes;
using Dashboard.Features.Overview;
using Dashboard.Features.Policy;
using Dashboard.Features.Reconciliation;
using Dashboard.Features.Reconnect;
using Dashboard.Features.Sending;
using Dashboard.Features.Settings;
using Dashboard.Features.Storage;
using Dashboard.Features.Team;
using Dashboard.Features.Team.Audit;
using Dashboard.Features.Team.Keys;
using Dashboard.Features.Users;
using Dashboard.Features.Webhooks;
using Dashboard.Features.Webhooks.Deliveries;
using Dashboard.Features.Wording;
using Dashboard.Live;
using Dashboard.Mail;
using Dashboard.Simulator;
using Dashboard.Simulator.Demo;
using Dashboard.SnapTrade;

var builder = ApplicationHost.CreateBuilder(args);
if (ProbeCommand.IsAskedFor(args))
    return await builder.ProbeAsync();
if (VerifyAuditCommand.IsAskedFor(args))
    return await builder.VerifyAuditAsync(args);
if (CheckFiguresCommand.IsAskedFor(args))
    return await builder.CheckFiguresAsync(args);
if (StorageCommands.IsAskedFor(args))
    return await builder.RunStorageAsync(args);
if (ReplayCommand.IsAskedFor(args))
    return await builder.ReplayAsync(args);
var simulated = builder.UsesSimulator();
builder.AddData().AddAccess().AddSnapTrade().AddLive().AddMail().AddApi().AddPlatform().AddComponents();
builder.AddAccount().AddConnections().AddHistory().AddUsers().AddTeam().AddKeys().AddAudit();
builder.AddReconciliation().AddReconnect().AddWebhooks().AddEmails();
builder.AddSending().AddBatches().AddPolicy().AddWording().AddOutbox().AddBlockedAddresses().AddOptOut();
builder.AddIncidents().AddNotices().AddOutcomes().AddOverview().AddSettings().AddExports().AddStorageScreen();
if (simulated)
    builder.AddSimulator().AddDemo();

var app = builder.Build();
if (!app.AcceptsSettings())
    return 1;
app.UseForwardedRequests().UsePageHeaders().UseErrorPages().UseApiErrors().UseAccess();
app.MapComponents().MapAccount();
app.MapLive();
app.MapWebhooks();
app.MapReconnect();
app.MapOptOut();
app.MapConnections();
app.MapUsers();
app.MapHistory();
app.MapOutcomes();
app.MapOverview();
app.MapOutbox();
app.MapAudit();
app.MapExports();
app.MapPlatform();
app.MapApiDescription();
var api = app.MapApi();
api.MapConnectionsApi();
api.MapHistoryApi();
api.MapOutcomesApi();
api.MapUsersApi();
api.MapReconnectApi();
api.MapReconnectEmailsApi();
api.MapEmailEventsApi();
api.MapDeliveriesApi();
if (simulated)
    app.MapSimulator();
return app.RunOrRefuse();

/// <summary>The entry point, named so that tests can host it.</summary>
public partial class Program;
