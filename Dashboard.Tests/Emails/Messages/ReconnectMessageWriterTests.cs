using Dashboard.Domain.Emails;
using Dashboard.Domain.Reconnect;
using Dashboard.Emails.Messages;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Emails.Messages;

public sealed class ReconnectMessageWriterTests : IDisposable
{
    private readonly MessageHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task One_account_reads_as_one()
    {
        var message = await _host.WriteAsync(MessageHost.Message("Questrade"));
        Assert.Equal("Reconnect your Questrade account", message.Subject);
        Assert.Contains(
            "Hello Zoë,\n\nYour Questrade account has lost its connection to Acme Wealth.",
            message.Text
        );
        Assert.Contains(
            "Your Questrade account\nStopped working on 18 November\nReconnect Questrade:\nhttps://reconnect.acme.example/r/secret-0\n",
            message.Text
        );
        Assert.Contains(
            "The link works until 29 November 2026, 14:02, or until the account is reconnected.",
            message.Text
        );
        Assert.Contains("because your Questrade account is connected to Acme Wealth.", message.Text);
        Assert.Null(message.WordingId);
    }

    [Theory]
    [InlineData("Reconnect your Questrade and Robinhood accounts", "Questrade", "Robinhood")]
    [InlineData("Reconnect your Questrade accounts", "Questrade", "Questrade")]
    [InlineData("Reconnect your A, B and C accounts", "A", "B", "C")]
    [InlineData("Reconnect your brokerage accounts", "A", "B", "C", "D")]
    [InlineData("Reconnect your brokerage accounts", "Questrade", null)]
    [InlineData("Reconnect your brokerage account", new string?[] { null })]
    public async Task Several_accounts_and_unknown_brokerages_read_well(
        string subject,
        params string?[] brokerages
    )
    {
        var message = await _host.WriteAsync(MessageHost.Message(brokerages));
        Assert.Equal(subject, message.Subject);
        for (var i = 0; i < brokerages.Length; i++)
            Assert.Contains($"/r/secret-{i}\n", message.Text);
    }

    [Fact]
    public async Task An_unknown_brokerage_gets_a_button()
    {
        var message = await _host.WriteAsync(MessageHost.Message((string?)null));
        Assert.Contains("Your brokerage account\nStopped working on 18 November\nReconnect:\n", message.Text);
    }

    [Fact]
    public async Task The_greeting_is_correct_without_a_name()
    {
        var message = await _host.WriteAsync(MessageHost.Message("Questrade") with { Name = null });
        Assert.Contains("\n\nHello,\n\n", message.Text);
    }

    [Theory]
    [InlineData("pt-BR")]
    [InlineData("pt")]
    [InlineData("PT-pt")]
    public async Task Portuguese_readers_get_Portuguese_words_and_dates(string locale)
    {
        var message = await _host.WriteAsync(
            MessageHost.Message("Questrade", "Robinhood") with
            {
                Locale = locale,
                TimeZone = "America/Sao_Paulo",
            }
        );
        Assert.Equal("Reconecte suas contas Questrade e Robinhood", message.Subject);
        Assert.Contains("Olá, Zoë!", message.Text);
        Assert.Contains("Parou de funcionar em 18 de novembro\nReconectar Questrade:", message.Text);
        Assert.Contains("até 29 de novembro de 2026, 16:02,", message.Text);
        Assert.Contains("<html lang=\"pt-BR\"", message.Html);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Nowhere/Land")]
    public async Task A_reader_without_a_known_zone_reads_the_time_in_UTC(string? zone)
    {
        var message = await _host.WriteAsync(MessageHost.Message("Questrade") with { TimeZone = zone });
        Assert.Contains("until 29 November 2026, 19:02 UTC,", message.Text);
    }

    [Fact]
    public async Task A_break_in_another_year_states_the_year()
    {
        var message = MessageHost.Message("Questrade");
        message = message with
        {
            Connections =
            [
                message.Connections[0] with
                {
                    Since = new(2025, 12, 31, 23, 0, 0, TimeSpan.Zero),
                },
            ],
        };
        Assert.Contains("Stopped working on 31 December 2025", (await _host.WriteAsync(message)).Text);
    }

    [Fact]
    public async Task The_latest_version_is_in_use_and_older_ones_can_be_rendered_again()
    {
        await SaveAsync("w1", "en", 1, "First");
        await SaveAsync("w2", "en", 2, "Second");
        await SaveAsync("w3", "pt-BR", 3, "Terceira");

        var now = await _host.WriteAsync(MessageHost.Message("Questrade"));
        var then = await _host.Writer.WriteAgainAsync(MessageHost.Message("Questrade"), "w1", Token);

        Assert.Equal(("Second", "w2"), (now.Subject, now.WordingId));
        Assert.Equal(("First", "w1"), (then.Subject, then.WordingId));
    }

    [Fact]
    public async Task A_version_saved_on_another_node_is_in_use_within_seconds()
    {
        await _host.WriteAsync(MessageHost.Message("Questrade"));
        await SaveAsync("w1", "en", 1, "First");
        Assert.Null((await _host.WriteAsync(MessageHost.Message("Questrade"))).WordingId);

        _host.Time.Advance(Wordings.CacheDuration);

        Assert.Equal("w1", (await _host.WriteAsync(MessageHost.Message("Questrade"))).WordingId);
    }

    private async Task SaveAsync(string id, string locale, int number, string subject)
    {
        await using var db = _host.Database.CreateDbContext();
        var texts = BuiltInWording.Of(CustomerLanguage.Of(locale));
        db.EmailWordings.Add(
            new EmailWording
            {
                Id = id,
                Locale = locale,
                Number = number,
                Subject = subject,
                Heading = texts.Heading,
                Introduction = texts.Introduction,
                Button = texts.Button,
                Closing = texts.Closing,
                CreatedAt = Some.Noon,
                CreatedBy = "Mia",
            }
        );
        await db.SaveChangesAsync(Token);
    }
}
