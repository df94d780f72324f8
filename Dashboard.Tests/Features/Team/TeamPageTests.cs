using Bunit;
using Dashboard.Access;
using Dashboard.Access.Sessions;
using Dashboard.Components.Parts;
using Dashboard.Data;
using Dashboard.Domain.Operators;
using Dashboard.Features.Team;
using Dashboard.Features.Team.Invitations;
using Dashboard.Features.Team.Members;
using Dashboard.Mail;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace Dashboard.Tests.Features.Team;

public sealed class TeamPageTests : ScreenContext
{
    private readonly RecordedMail _mail = new();
    private IRenderedComponent<MudDialogProvider> _dialogs = null!;

    public TeamPageTests()
    {
        Services.AddSingleton<IMailSender>(_mail);
        Services.AddSingleton(TeamHost.Origin);
        Services.AddSingleton<ILookupNormalizer, UpperInvariantLookupNormalizer>();
        Services.AddScoped<MemberQueries>();
        Services.AddScoped<MemberChanges>();
        Services.AddScoped<InvitationDelivery>();
        Services.AddScoped<TeamInvitations>();
        Services.AddScoped<TeamDialogs>();
        // Nobody signs in or out here.
        Services.AddScoped(p => new OperatorSessions(
            signIn: null!,
            Database,
            p.GetRequiredService<CurrentOperator>(),
            p.GetRequiredService<AuditWriter>(),
            Clock
        ));
        SignInAs(Role.Admin);
    }

    [Fact]
    public async Task The_team_is_listed_with_role_second_factor_and_state()
    {
        await SeedAsync();
        await ChangeAsync("mia", o => (o.LockoutEnd, o.TwoFactorEnabled) = (Now.AddMinutes(5), true));
        var page = await ShowAsync();
        var rows = page.FindAll("tbody tr").Select(r => r.TextContent).ToList();
        Assert.Contains("Test person (you)", rows[0]);
        Assert.Contains("Admin", rows[0]);
        Assert.Contains("Never", rows[0]);
        Assert.Contains("mia@acme.example", rows[1]);
        Assert.Contains("Locked", rows[1]);
        Assert.Contains("App", rows[1]);
    }

    [Fact]
    public async Task The_only_admin_sees_why_the_account_can_not_be_changed()
    {
        await SeedAsync();
        var page = await ShowAsync();
        var menu = await MenuAsync(page, 0);
        Assert.Contains("Make someone else an admin first", menu);
        Assert.DoesNotContain("Disable", menu);
        await ChangeAsync("mia", o => o.Role = Role.Admin);
        page = await ShowAsync();
        Assert.Contains("Another admin can change it", await MenuAsync(page, 0));
    }

    [Fact]
    public async Task An_invitation_by_mail_is_listed_and_can_be_revoked()
    {
        await SeedAsync();
        var page = await ShowAsync();
        await InviteAsync(page, "bea@acme.example");
        _dialogs.WaitForAssertion(() => Assert.Contains("Sent", _dialogs.Markup));
        Assert.DoesNotContain("/account/join/", _dialogs.Markup);
        await _dialogs.Find(".btn.primary").ClickAsync();
        page.WaitForAssertion(() =>
            Assert.Contains("bea@acme.example", page.Find(".team-pending").TextContent)
        );
        _ = page.Find("[aria-label='Revoke the invitation of bea@acme.example']").ClickAsync();
        await ConfirmAsync("Revoke invitation");
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".team-pending")));
    }

    [Fact]
    public async Task Without_mail_the_dialog_shows_the_link_to_hand_over()
    {
        await SeedAsync();
        _mail.Failure = new MailException(
            "The mail server mail.acme.example can't be reached.",
            MailFailure.Unavailable
        );
        var page = await ShowAsync();
        await InviteAsync(page, "bea@acme.example");
        _dialogs.WaitForAssertion(() =>
            Assert.Contains("can't be reached", _dialogs.Find(".notice").TextContent)
        );
        Assert.StartsWith(
            "https://dashboard.example/account/join/",
            _dialogs.Find("[aria-label='Invitation link']").GetAttribute("value")
        );
    }

    [Fact]
    public async Task A_member_is_not_invited_again()
    {
        await SeedAsync();
        var page = await ShowAsync();
        await InviteAsync(page, "mia@acme.example");
        _dialogs.WaitForAssertion(() =>
            Assert.Contains("already in the team", _dialogs.Find("[role=alert]").TextContent)
        );
    }

    [Fact]
    public async Task A_role_is_changed_by_choosing_another()
    {
        await SeedAsync();
        var page = await ShowAsync();
        _ = ChooseAsync(page, 1, "Change role");
        var change = _dialogs.WaitForElement(".btn.primary");
        Assert.True(change.HasAttribute("disabled"));
        await _dialogs.Find("input[data-value=Manager]").ClickAsync(new());
        await _dialogs.Find(".btn.primary").ClickAsync();
        page.WaitForAssertion(() => Assert.Contains("Manager", page.FindAll("tbody tr")[1].TextContent));
    }

    [Fact]
    public async Task Disabling_asks_first_and_enabling_brings_back()
    {
        await SeedAsync();
        var page = await ShowAsync();
        _ = ChooseAsync(page, 1, "Disable");
        _dialogs.WaitForAssertion(() => Assert.Contains("signed out everywhere", _dialogs.Markup));
        Assert.DoesNotContain("Disabled", page.FindAll("tbody tr")[1].TextContent);
        await ConfirmAsync("Disable");
        page.WaitForAssertion(() => Assert.Contains("Disabled", page.FindAll("tbody tr")[1].TextContent));
        _ = ChooseAsync(page, 1, "Enable");
        await ConfirmAsync("Enable");
        page.WaitForAssertion(() => Assert.Contains("Active", page.FindAll("tbody tr")[1].TextContent));
    }

    [Fact]
    public async Task Cancelling_changes_nothing()
    {
        await SeedAsync();
        var page = await ShowAsync();
        _ = ChooseAsync(page, 1, "Disable");
        _dialogs.WaitForElement(".dialog-actions .btn");
        await _dialogs.FindAll("button").Single(b => b.TextContent == "Cancel").ClickAsync();
        _dialogs.WaitForAssertion(() => Assert.Empty(_dialogs.FindAll(".dialog")));
        await using var db = Database.CreateDbContext();
        Assert.Empty(await db.AuditEntries.ToListAsync(Xunit.TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Sessions_are_ended_after_asking()
    {
        await SeedAsync();
        var page = await ShowAsync();
        _ = ChooseAsync(page, 1, "Sign out everywhere");
        await ConfirmAsync("Sign out everywhere");
        _dialogs.WaitForAssertion(() => Assert.Empty(_dialogs.FindAll(".dialog")));
        await using var db = Database.CreateDbContext();
        var entry = await db.AuditEntries.SingleAsync(Xunit.TestContext.Current.CancellationToken);
        Assert.Equal(("end all sessions", "operator:mia"), (entry.Action, entry.Subject));
    }

    [Fact]
    public async Task A_long_list_shows_more_when_asked()
    {
        await SeedAsync();
        await TeamHost.AddAsync(
            Database,
            [.. Enumerable.Range(0, 60).Select(i => TeamHost.Person($"x-{i:00}", Role.Support))]
        );
        var page = await ShowAsync();
        Assert.Equal(50, page.FindAll("tbody tr").Count);
        await page.Find(".more .btn").ClickAsync();
        Assert.Equal(62, page.FindAll("tbody tr").Count);
        Assert.Empty(page.FindAll(".more .btn"));
    }

    [Fact]
    public async Task Asking_twice_for_more_people_lists_each_once()
    {
        await SeedAsync();
        await TeamHost.AddAsync(
            Database,
            [.. Enumerable.Range(0, 60).Select(i => TeamHost.Person($"x-{i:00}", Role.Support))]
        );
        var page = await ShowAsync();
        var more = page.FindComponent<ShowMore<Member, string>>().Instance;

        await page.InvokeAsync(() => Task.WhenAll(more.OnMore.InvokeAsync(), more.OnMore.InvokeAsync()));

        page.WaitForAssertion(() => Assert.Equal(62, page.FindAll("tbody tr").Count));
    }

    [Fact]
    public async Task More_invitations_are_shown_when_asked()
    {
        await SeedAsync();
        await using (var db = Database.CreateDbContext())
        {
            db.Invitations.AddRange(Enumerable.Range(0, 12).Select(Invitation));
            await db.SaveChangesAsync(Xunit.TestContext.Current.CancellationToken);
        }
        var page = await ShowAsync();
        Assert.Equal(10, page.FindAll(".pending-who").Count);
        await page.Find(".team-pending .more .btn").ClickAsync();
        page.WaitForAssertion(() => Assert.Equal(12, page.FindAll(".pending-who").Count));
        Assert.Empty(page.FindAll(".team-pending .more"));
    }

    [Fact]
    public async Task Filters_are_in_the_URL_and_can_be_cleared()
    {
        await SeedAsync();
        Navigation.NavigateTo("/team?role=Support");
        var page = await ShowAsync();
        Assert.Contains("mia", Assert.Single(page.FindAll("tbody tr")).TextContent);
        Navigation.NavigateTo("/team?q=nobody");
        page = await ShowAsync(".state");
        Assert.Contains("No operators match these filters", page.Find(".state").TextContent);
        Assert.Equal("/team", page.Find(".state a").GetAttribute("href"));
    }

    [Fact]
    public async Task The_dialog_says_when_the_admin_lost_the_role()
    {
        await SeedAsync();
        var page = await ShowAsync();
        _ = ChooseAsync(page, 1, "Disable");
        _dialogs.WaitForElement(".btn.danger");
        await ChangeAsync("id-1", o => o.Role = Role.Support);
        await ConfirmAsync("Disable");
        _dialogs.WaitForAssertion(() =>
            Assert.Contains("any more", _dialogs.Find("[role=alert]").TextContent)
        );
    }

    private async Task<string> MenuAsync(IRenderedComponent<TeamPage> page, int row) =>
        (await OpenMenuAsync(page, NameOf(page, row))).TextContent;

    private Task ChooseAsync(IRenderedComponent<TeamPage> page, int row, string words) =>
        ChooseAsync(page, NameOf(page, row), words);

    private static string NameOf(IRenderedComponent<TeamPage> page, int row) =>
        page.FindAll("tbody tr")[row].QuerySelector("[aria-haspopup=menu]")!.GetAttribute("aria-label")!;

    private Task SeedAsync() =>
        TeamHost.AddAsync(
            Database,
            TeamHost.Person("id-1", Role.Admin, "Test person"),
            TeamHost.Person("mia", Role.Support)
        );

    // Several expire at the same time, so that the page ends between two of them.
    private Invitation Invitation(int number) =>
        new()
        {
            Id = $"invitation-{number:00}",
            Email = $"guest-{number:00}@acme.example",
            Role = Role.Support,
            TokenHash = $"hash-{number:00}",
            CreatedAt = Now,
            CreatedBy = "Ana Lima",
            ExpiresAt = Now.AddHours(1 + number / 5),
        };

    private async Task ChangeAsync(string id, Action<Operator> change)
    {
        await using var db = Database.CreateDbContext();
        change(await db.Users.SingleAsync(o => o.Id == id, Xunit.TestContext.Current.CancellationToken));
        await db.SaveChangesAsync(Xunit.TestContext.Current.CancellationToken);
    }

    private Task<IRenderedComponent<TeamPage>> ShowAsync(string until = "tbody tr")
    {
        _dialogs ??= RenderDialogs();
        var page = Render<TeamPage>();
        page.WaitForElement(until);
        return Task.FromResult(page);
    }

    private async Task InviteAsync(IRenderedComponent<TeamPage> page, string email)
    {
        _ = page.Find(".head-actions .btn").ClickAsync();
        _dialogs.WaitForElement("input[type=email]");
        await _dialogs.Find("input[type=email]").InputAsync(email);
        await _dialogs.Find("form").SubmitAsync();
    }

    private async Task ConfirmAsync(string verb)
    {
        _dialogs.WaitForElement(".btn.danger");
        var button = _dialogs.Find(".btn.danger");
        Assert.Equal(verb, button.TextContent);
        await button.ClickAsync();
    }
}
