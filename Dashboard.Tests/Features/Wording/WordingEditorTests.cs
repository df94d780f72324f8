using Dashboard.Access;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Operators;
using Dashboard.Domain.Reconnect;
using Dashboard.Emails.Messages;
using Dashboard.Features.Wording;
using Dashboard.Mail;
using Dashboard.Tests.Emails.Messages;
using Dashboard.Tests.Features.Team;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Features.Wording;

public sealed class WordingEditorTests : IDisposable
{
    private static readonly CustomerLanguage English = CustomerLanguage.English;
    private static readonly WordingTexts BuiltIn = BuiltInWording.Of(English);
    private readonly MessageHost _host = new();
    private readonly RecordedMail _mail = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Saving_creates_a_version_that_is_in_use_and_audited()
    {
        var texts = BuiltIn with { Subject = "  Please reconnect {brokerage}\r\n" };
        Assert.Null(await Editor().SaveAsync(English, texts, basedOn: 0, Token));

        var state = await Editor().LoadAsync(English, Token);
        Assert.Equal((1, "Please reconnect {brokerage}"), (state.Number, state.Texts.Subject));
        var version = Assert.Single(state.Versions);
        Assert.Equal(
            (1, "mia", _host.Time.GetUtcNow()),
            (version.Number, version.CreatedBy, version.CreatedAt)
        );
        Assert.Equal(
            "Please reconnect Questrade",
            (await _host.WriteAsync(MessageHost.Message("Questrade"))).Subject
        );
        var entry = await AuditAsync(AuditActions.ChangeEmailWording);
        Assert.Equal("email-wording:en", entry.Subject);
        Assert.Equal(
            """{"version":0,"subject":"Reconnect your {brokerage} {account|accounts}"}""",
            entry.Before
        );
        Assert.Equal("""{"version":1,"subject":"Please reconnect {brokerage}"}""", entry.After);
    }

    [Fact]
    public async Task A_save_based_on_an_older_version_is_refused()
    {
        await Editor().SaveAsync(English, BuiltIn with { Subject = "Of Mia" }, basedOn: 0, Token);
        var refusal = await Editor("ben")
            .SaveAsync(English, BuiltIn with { Subject = "Of Ben" }, basedOn: 0, Token);
        Assert.StartsWith("mia saved version 1.", refusal, StringComparison.Ordinal);
        Assert.Equal("Of Mia", (await Editor().LoadAsync(English, Token)).Texts.Subject);
    }

    [Fact]
    public async Task Invalid_and_unchanged_texts_create_no_version()
    {
        Assert.NotNull(await Editor().SaveAsync(English, BuiltIn with { Button = "{nmae}" }, 0, Token));
        Assert.Null(await Editor().SaveAsync(English, BuiltIn, 0, Token));
        Assert.Empty((await Editor().LoadAsync(English, Token)).Versions);
    }

    [Fact]
    public async Task Every_version_can_be_read_including_the_built_in_one()
    {
        await Editor().SaveAsync(English, BuiltIn with { Subject = "One" }, 0, Token);
        await Editor().SaveAsync(English, BuiltIn with { Subject = "Two" }, 1, Token);
        Assert.Equal("One", (await Editor().FindAsync(English, 1, Token))!.Subject);
        Assert.Equal(BuiltIn, await Editor().FindAsync(English, 0, Token));
        Assert.Null(await Editor().FindAsync(English, 3, Token));
        Assert.Equal(0, (await Editor().LoadAsync(CustomerLanguage.Portuguese, Token)).Number);
    }

    [Fact]
    public async Task A_test_message_goes_to_the_caller_and_is_marked()
    {
        await TeamHost.AddAsync(_host.Database, TeamHost.Person("mia", Role.Admin));
        var sent = await Trial()
            .SendAsync(English, BuiltIn with { Subject = "Draft" }, isSeveral: true, Token);

        Assert.Equal(("mia@acme.example", null), (sent.Address, sent.Problem));
        var message = Assert.Single(_mail.Sent);
        Assert.Equal(("mia@acme.example", "[Test] Draft"), (message.To, message.Subject));
        Assert.Contains("Reconnect Robinhood", message.Html);
        Assert.Equal("done", (await AuditAsync(AuditActions.SendTestEmail)).Result);
    }

    [Fact]
    public async Task A_failed_test_message_returns_the_error()
    {
        await TeamHost.AddAsync(_host.Database, TeamHost.Person("mia", Role.Admin));
        _mail.Failure = new MailException("The mail server is full.", MailFailure.PutOff);
        var sent = await Trial().SendAsync(English, BuiltIn, isSeveral: false, Token);
        Assert.Equal("The mail server is full.", sent.Problem);
        Assert.Equal(
            "failed: The mail server is full.",
            (await AuditAsync(AuditActions.SendTestEmail)).Result
        );
    }

    [Theory]
    [InlineData(Role.Support)]
    [InlineData(Role.Manager)]
    public async Task Only_admins_may_word_messages(Role role)
    {
        var (editor, trial) = (Editor("eve", role), Trial("eve", role));
        await Assert.ThrowsAsync<AccessDeniedException>(() => editor.LoadAsync(English, Token));
        await Assert.ThrowsAsync<AccessDeniedException>(() => editor.FindAsync(English, 0, Token));
        await Assert.ThrowsAsync<AccessDeniedException>(() => trial.PreviewAsync(English, BuiltIn, false));
        await Assert.ThrowsAsync<AccessDeniedException>(() => editor.SaveAsync(English, BuiltIn, 0, Token));
        await Assert.ThrowsAsync<AccessDeniedException>(() =>
            trial.SendAsync(English, BuiltIn, false, Token)
        );
    }

    private WordingEditor Editor(string id = "mia", Role role = Role.Admin) =>
        new(
            _host.Database,
            TeamHost.Current(id, role),
            new AuditWriter(TeamHost.Current(id, role), _host.Time),
            _host.Wordings,
            _host.Time
        );

    private WordingTrial Trial(string id = "mia", Role role = Role.Admin) =>
        new(
            _host.Database,
            TeamHost.Current(id, role),
            new AuditWriter(TeamHost.Current(id, role), _host.Time),
            _host.Writer,
            _mail,
            TeamHost.Origin,
            _host.Time
        );

    private async Task<AuditEntry> AuditAsync(string action)
    {
        await using var db = _host.Database.CreateDbContext();
        return await db.AuditEntries.AsNoTracking().SingleAsync(a => a.Action == action, Token);
    }
}
