using Dashboard.Access;
using Dashboard.Domain;
using Dashboard.Domain.Operators;
using Dashboard.Features.Team;
using Dashboard.Features.Team.Invitations;
using Dashboard.Mail;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Features.Team;

public sealed class TeamInvitationsTests : IAsyncLifetime
{
    private const string Bea = "bea@acme.example";
    private readonly TeamHost _host = new();

    public async ValueTask InitializeAsync() => await _host.AddAsync(TeamHost.Person("ana", Role.Admin));

    public ValueTask DisposeAsync()
    {
        _host.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task An_invitation_is_e_mailed_and_only_its_hash_is_stored()
    {
        var sent = await InviteAsync(" " + Bea);
        Assert.Null(sent.MailProblem);
        var mail = Assert.Single(_host.Mail.Sent);
        Assert.Equal(Bea, mail.To);
        Assert.Contains(sent.Link, mail.Text);
        Assert.Contains(sent.Link, mail.Html);
        Assert.Contains("Support", mail.Text);
        Assert.StartsWith("https://dashboard.example/account/join/", sent.Link);
        var token = sent.Link.Split('/')[^1];
        Assert.Equal(43, token.Length);
        var kept = await SingleAsync();
        Assert.Equal(LinkToken.HashOf(token), kept.TokenHash);
        Assert.Equal(_host.Time.GetUtcNow().AddDays(3), kept.ExpiresAt);
        var entry = Assert.Single(await _host.AuditAsync());
        Assert.Equal(("invite", "done"), (entry.Action, entry.Result));
        Assert.DoesNotContain(token, entry.After);
        Assert.Contains(Bea, entry.After);
    }

    [Fact]
    public async Task A_just_disabled_admin_can_not_invite()
    {
        await InviteAsync(Bea);
        var pending = await SingleAsync();
        await using (var db = _host.Database.CreateDbContext())
            await db
                .Users.Where(o => o.Id == "ana")
                .ExecuteUpdateAsync(s => s.SetProperty(o => o.DisabledAt, Some.Noon), Token);

        await Assert.ThrowsAsync<AccessDeniedException>(() =>
            _host.Invitations("ana").InviteAsync("ida@acme.example", Role.Admin, Token)
        );
        await Assert.ThrowsAsync<AccessDeniedException>(() =>
            _host.Invitations("ana").ResendAsync(pending.Id, Token)
        );
        Assert.Equal(pending.TokenHash, (await SingleAsync()).TokenHash);
    }

    [Fact]
    public async Task Without_mail_the_link_is_there_to_be_handed_over()
    {
        _host.Mail.Failure = new MailException("The mail server is away.", MailFailure.Unavailable);
        var sent = await InviteAsync(Bea);
        Assert.Equal("The mail server is away.", sent.MailProblem);
        _host.Mail.Failure = null;
        _host.Mail.ReachesPeople = false;
        Assert.Contains("Pickup", (await InviteAsync("ida@acme.example")).MailProblem);
    }

    [Fact]
    public async Task Sending_again_makes_a_new_link_and_ends_the_old_one()
    {
        var first = await InviteAsync(Bea);
        _host.Time.Advance(TimeSpan.FromDays(4));
        Assert.True(Assert.Single(await PendingAsync()).IsExpired);
        var again = await _host.Invitations("ana").ResendAsync((await SingleAsync()).Id, Token);
        Assert.NotEqual(first.Link, again.Sent!.Link);
        Assert.Equal(LinkToken.HashOf(again.Sent.Link.Split('/')[^1]), (await SingleAsync()).TokenHash);
        Assert.False(Assert.Single(await PendingAsync()).IsExpired);
        Assert.Equal(["invite", "resend invitation"], (await _host.AuditAsync()).Select(a => a.Action));
    }

    [Fact]
    public async Task A_revoked_invitation_is_over()
    {
        await InviteAsync(Bea);
        var id = (await SingleAsync()).Id;
        Assert.Null(await _host.Invitations("ana").RevokeAsync(id, Token));
        Assert.Empty(await PendingAsync());
        Assert.Equal(TeamRefusal.NotPending, await _host.Invitations("ana").RevokeAsync(id, Token));
        Assert.Equal(TeamRefusal.NotPending, (await _host.Invitations("ana").ResendAsync(id, Token)).Refusal);
        Assert.Equal(["invite", "revoke invitation"], (await _host.AuditAsync()).Select(a => a.Action));
    }

    [Theory]
    [InlineData("", TeamRefusal.NotAnAddress)]
    [InlineData("bea", TeamRefusal.NotAnAddress)]
    [InlineData("Bea <bea@acme.example>", TeamRefusal.NotAnAddress)]
    [InlineData("ANA@acme.example", TeamRefusal.AlreadyMember)]
    [InlineData("IDA@acme.example", TeamRefusal.AlreadyInvited)]
    public async Task Invalid_invitations_are_refused_without_an_e_mail(string email, TeamRefusal expected)
    {
        await InviteAsync("ida@acme.example");
        var result = await _host.Invitations("ana").InviteAsync(email, Role.Admin, Token);
        Assert.Equal(expected, result.Refusal);
        Assert.Single(_host.Mail.Sent);
    }

    [Fact]
    public void The_inviter_s_name_can_t_change_the_mail()
    {
        var mail = InvitationMail.Write(
            new Invitation
            {
                Id = "1",
                Email = Bea,
                Role = Role.Support,
                TokenHash = "",
                CreatedAt = _host.Time.GetUtcNow(),
                CreatedBy = "Ana",
                ExpiresAt = _host.Time.GetUtcNow(),
            },
            "<a href=\"https://evil.example\">Ana</a>",
            "https://dashboard.example/account/join/x"
        );
        Assert.DoesNotContain("<a href=\"https://evil", mail.Html);
    }

    [Theory]
    [InlineData(Role.Support)]
    [InlineData(Role.Manager)]
    public async Task Only_admins_invite(Role role)
    {
        var invitations = _host.Invitations("mia", role);
        await Assert.ThrowsAsync<AccessDeniedException>(() =>
            invitations.InviteAsync(Bea, Role.Admin, Token)
        );
        await Assert.ThrowsAsync<AccessDeniedException>(() => invitations.ResendAsync("1", Token));
        await Assert.ThrowsAsync<AccessDeniedException>(() => invitations.RevokeAsync("1", Token));
        await Assert.ThrowsAsync<AccessDeniedException>(() =>
            invitations.PendingAsync(after: null, 1, Token)
        );
    }

    private async Task<SentInvitation> InviteAsync(string email)
    {
        var result = await _host.Invitations("ana").InviteAsync(email, Role.Support, Token);
        Assert.Null(result.Refusal);
        return result.Sent!;
    }

    private async Task<IReadOnlyList<PendingInvitation>> PendingAsync() =>
        (await _host.Invitations("ana").PendingAsync(after: null, 10, Token)).Rows;

    private async Task<Invitation> SingleAsync()
    {
        await using var db = _host.Database.CreateDbContext();
        return await db.Invitations.AsNoTracking().SingleAsync(Token);
    }
}
