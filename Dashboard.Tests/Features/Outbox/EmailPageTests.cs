using Bunit;
using Dashboard.Components;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Operators;
using Dashboard.Emails;
using Dashboard.Emails.Delivery;
using Dashboard.Emails.Messages;
using Dashboard.Features.Outbox;
using Dashboard.Mail;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Dashboard.Tests.Features.Outbox;

public sealed class EmailPageTests : ScreenContext
{
    private readonly MailOptions _mail = new();

    public EmailPageTests()
    {
        _mail.PickupFolder = Database.MailFolder;
        Services.AddScoped<OutboxQueries>();
        Services.AddScoped<EmailDetails>();
        Services.AddScoped<EmailChanges>();
        Services.AddSingleton<Addressees>();
        Services.AddSingleton<PolicyReader>();
        Services.AddSingleton<EmailSignal>();
        Services.AddSingleton<Wordings>();
        Services.AddSingleton<ReconnectMessageWriter>();
        Services.AddSingleton(Options.Create(new DashboardOptions()));
        Services.AddSingleton(Options.Create(_mail));
        Services.AddSingleton<PickupFolder>();
        Services.AddSingleton(
            new PublicOrigin(
                Options.Create(new DashboardOptions { PublicUrl = "https://acme.example" }),
                new NoServer()
            )
        );
        SignInAs(Role.Admin);
    }

    [Fact]
    public void An_unknown_e_mail_is_reported()
    {
        var page = Render<EmailPage>(parameters => parameters.Add(p => p.Id, "nothing"));
        Assert.Equal("No such e-mail", page.WaitForElement(".state-title").TextContent);
    }

    [Fact]
    public async Task The_page_shows_the_message_and_its_outcome_with_inert_links()
    {
        await Database.BrokenAsync("zoe");
        var (email, _) = await Database.SentAsync("zoe", Now.AddHours(-1), link => link.Scan(Now));
        var page = Open(email.Id);
        Assert.Contains("opened by a scanner only", page.Find(".email-outcome").TextContent);
        Assert.Contains("Link works", page.Find(".email-outcome").TextContent);
        Assert.Equal(
            ["Accepted by the mail server", "Requested by Ana"],
            page.FindAll(".timeline-text").Select(t => t.TextContent.Trim())
        );
        var frame = page.WaitForElement("iframe");
        Assert.Equal("", frame.GetAttribute("sandbox"));
        Assert.Contains("https://acme.example/r/", frame.GetAttribute("srcdoc"));
    }

    [Fact]
    public async Task An_idle_page_renders_nothing()
    {
        await Database.BrokenAsync("zoe");
        var (email, _) = await Database.SentAsync("zoe", Now.AddHours(-1));
        var page = Open(email.Id);
        page.WaitForElement("iframe");
        var before = page.RenderCount;

        Clock.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal(before, await page.InvokeAsync(() => page.RenderCount));
    }

    [Fact]
    public async Task A_queued_e_mail_is_cancelled_after_a_question()
    {
        var email = await Database.AddEmailAsync("zoe", Now);
        var page = Open(email.Id);
        await page.Find(".head-actions button").ClickAsync(new());
        Assert.Equal(EmailState.Queued, (await Database.EmailAsync(email.Id)).State);
        await page.Find(".confirm .danger").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Contains("Cancelled", page.Find("h1").TextContent));
        Assert.Empty(page.FindAll(".head-actions button"));
    }

    [Fact]
    public async Task Sending_an_e_mail_with_unknown_delivery_again_warns_first()
    {
        await Database.BrokenAsync("zoe");
        var email = await Database.AddEmailAsync("zoe", Now, e => e.BecomeUnsure("silence", Now));
        var page = Open(email.Id);
        await page.Find(".head-actions button").ClickAsync(new());
        Assert.Contains("the customer may get it twice", page.Find(".confirm").TextContent);
        await page.Find(".confirm .danger").ClickAsync(new());
        page.WaitForAssertion(() => Assert.NotEqual("/", Address));
        Assert.NotEqual(email.Id, Address["/emails/".Length..]);
    }

    [Theory]
    [InlineData(Role.Support)]
    [InlineData(Role.Manager)]
    public async Task Without_permission_to_send_there_are_no_actions(Role role)
    {
        SignInAs(role);
        await Database.BrokenAsync("zoe");
        var (email, _) = await Database.SentAsync("zoe", Now);
        await Database.AddEmailAsync("zoe", Now);
        var page = Open(email.Id);
        page.WaitForElement("iframe");
        Assert.Empty(page.FindAll(".head-actions button, .card header button"));
    }

    [Fact]
    public async Task In_the_demo_the_message_file_has_working_links()
    {
        await Database.BrokenAsync("zoe");
        var (email, _) = await Database.SentAsync("zoe", Now);
        var page = Open(email.Id);
        await page.WaitForElement(".card header button").ClickAsync(new());
        page.WaitForAssertion(() =>
            Assert.Contains("no longer in the folder", page.Find(".notice").TextContent)
        );

        Directory.CreateDirectory(Database.MailFolder);
        await File.WriteAllTextAsync(
            Path.Combine(Database.MailFolder, "1.eml"),
            $"Message-ID: <{email.Id}@acme.example>\r\nSubject: Reconnect\r\nContent-Type: text/html\r\n\r\n<html><head></head><a href=\"https://acme.example/r/token\">Go</a></html>",
            Token
        );
        await page.Find(".card header button").ClickAsync(new());
        page.WaitForAssertion(() =>
        {
            var frame = page.Find("iframe");
            Assert.Contains("allow-popups", frame.GetAttribute("sandbox"));
            Assert.DoesNotContain("allow-scripts", frame.GetAttribute("sandbox"));
            Assert.Contains("<base target=\"_blank\">", frame.GetAttribute("srcdoc"));
            Assert.Contains("/r/token", frame.GetAttribute("srcdoc"));
        });
    }

    private IRenderedComponent<EmailPage> Open(string id)
    {
        var page = Render<EmailPage>(parameters => parameters.Add(p => p.Id, id));
        page.WaitForElement(".facts");
        return page;
    }

    private sealed class NoServer : IServer
    {
        public IFeatureCollection Features { get; } = new FeatureCollection();

        public void Dispose() { }

        public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken token)
            where TContext : notnull => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
