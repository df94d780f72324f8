using Dashboard.Access;
using Dashboard.Api;
using Dashboard.Components;
using Dashboard.Data;
using Dashboard.Features.Account;
using Dashboard.Features.Connections;
using Dashboard.Features.History;
using Dashboard.Features.Reconciliation;
using Dashboard.Features.Users;
using Dashboard.Features.Webhooks;
using Dashboard.Live;
using Dashboard.Simulator;
using Dashboard.SnapTrade;

var builder = WebApplication.CreateBuilder(args);
var simulated = builder.UsesSimulator();
builder.AddData().AddAccess().AddSnapTrade().AddLive().AddApi().AddPlatform().AddComponents();
builder.AddAccount().AddConnections().AddHistory().AddUsers().AddReconciliation().AddWebhooks();
if (simulated)
    builder.AddSimulator();

var app = builder.Build();
app.CheckSettings().UseErrorPages().UseAccess().MapComponents().MapAccount();
app.MapLive();
app.MapWebhooks();
app.MapPlatform();
var api = app.MapApi();
api.MapConnectionsApi();
api.MapHistoryApi();
api.MapUsersApi();
if (simulated)
    app.MapSimulator();
app.Run();

/// <summary>The entry point, named so that tests can host it.</summary>
public partial class Program;
