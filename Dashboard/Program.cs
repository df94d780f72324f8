using Dashboard.Components;
using Dashboard.Data;
using Dashboard.Features.Reconciliation;
using Dashboard.Features.Webhooks;
using Dashboard.Live;
using Dashboard.SnapTrade;

var builder = WebApplication.CreateBuilder(args);
builder.AddData();
builder.AddSnapTrade();
builder.AddLive();
builder.AddComponents();
builder.AddWebhooks();
builder.AddReconciliation();

var app = builder.Build();
app.MapComponents();
app.MapLive();
app.MapWebhooks();
app.Run();

/// <summary>The entry point, named so that tests can host it.</summary>
public partial class Program;
