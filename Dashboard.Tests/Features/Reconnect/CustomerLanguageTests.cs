using System.Net;

namespace Dashboard.Tests.Features.Reconnect;

public sealed class CustomerLanguageTests : ReconnectContext
{
    [Fact]
    public async Task The_customers_own_language_comes_before_the_browsers()
    {
        await SpeaksAsync("pt-BR");
        Customer.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en-US");
        var link = await Host.MakeLinkAsync();

        var (_, landing) = await Customer.OpenAsync(link);
        Assert.Contains("<html lang=\"pt-BR\">", landing, StringComparison.Ordinal);
        Assert.Contains("Reconecte sua conta Questrade", landing, StringComparison.Ordinal);
        Assert.Contains("parou de funcionar em 20 de novembro.", landing, StringComparison.Ordinal);
        Assert.Contains("Continuar para a Questrade", landing, StringComparison.Ordinal);
        Assert.Contains("Dúvidas?", landing, StringComparison.Ordinal);

        var (_, outcome) = await Customer.ReturnAsync(link, "?status=ERROR&error_code=1023");
        Assert.Contains("Essa era outra conta", outcome, StringComparison.Ordinal);
        Assert.Contains("Tentar de novo", outcome, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("de")]
    public async Task Without_a_known_language_the_browser_decides(string? locale)
    {
        await SpeaksAsync(locale);
        Customer.DefaultRequestHeaders.AcceptLanguage.ParseAdd("pt-BR,pt;q=0.9");
        var (_, page) = await Customer.OpenAsync(await Host.MakeLinkAsync());
        Assert.Contains("<html lang=\"pt-BR\">", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_link_is_explained_in_the_browsers_language()
    {
        Customer.DefaultRequestHeaders.AcceptLanguage.ParseAdd("pt");
        var (status, page) = await Customer.OpenAsync("/r/short");
        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Contains("Este link não está completo", page, StringComparison.Ordinal);
    }

    private Task SpeaksAsync(string? locale) =>
        Host.ChangeAsync(db =>
        {
            var zoe = db.SnapTradeUsers.Single();
            db.Entry(zoe).Property(u => u.Locale).CurrentValue = locale;
        });
}
