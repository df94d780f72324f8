using AngleSharp.Dom;
using Bunit;
using Dashboard.Components;
using Dashboard.Domain.Operators;
using Dashboard.Domain.Reconnect;
using Dashboard.Emails;
using Dashboard.Emails.Delivery;
using Dashboard.Emails.Messages;
using Dashboard.Features.Batches;
using Dashboard.Features.Sending;
using Dashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Dashboard.Tests.Features.Sending;

/// <summary>The screens that send, over a real database.</summary>
public abstract class SendingScreen : ScreenContext
{
    protected SendingScreen()
    {
        Services.AddSingleton<Addressees>();
        Services.AddSingleton<PolicyReader>();
        Services.AddSingleton<Wordings>();
        Services.AddSingleton<ReconnectMessageWriter>();
        Services.AddSingleton(Options.Create(new DashboardOptions()));
        Services.AddSingleton<EmailSignal>();
        Services.AddSingleton(Options.Create(new ReconnectOptions()));
        Services.AddScoped<SingleSender>();
        Services.AddScoped<SendPlanner>();
        Services.AddScoped<MessagePreviews>();
        Services.AddScoped<BatchSender>();
        Services.AddScoped<BatchQueries>();
        Services.AddScoped<BatchCanceller>();
        Services.AddScoped<IEmailActions, SendDialogs>();
        SignInAs(Role.Admin);
    }

    protected static IElement Button(
        IRenderedComponent<Microsoft.AspNetCore.Components.IComponent> screen,
        string words
    ) => screen.FindAll("button").First(b => b.TextContent.Trim() == words);
}
