using Dashboard.Data;
using Dashboard.Features.Webhooks;
using Dashboard.Live;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton(TimeProvider.System);
builder.AddData();
builder.AddLive();
builder.AddWebhooks();
builder.Services.AddAuthentication();
builder.Services.AddAuthorization(o => o.AddPolicy("ViewConnections", p => p.RequireAuthenticatedUser()));
builder.Services.Configure<Dashboard.SnapTrade.SnapTradeOptions>(builder.Configuration.GetSection("SnapTrade"));
builder.Services.AddAntiforgery();

var app = builder.Build();
app.MapLive();
app.MapWebhooks();
app.MapHealthChecks("/health/ready").AllowAnonymous();
app.Run();

/// <summary>The entry point, named so that tests can host it.</summary>
public partial class Program;
