using System.Net;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Features.Reconnect;

public sealed class CustomerLanguageTests : IAsyncLifetime
{
    private ReconnectHost host = null!;
    private HttpClient customer = null!;

    public async ValueTask InitializeAsync()
    {
        host = await ReconnectHost.StartAsync();
        customer = host.Customer();
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task The_customers_own_language_comes_before_the_browsers()
    {
        await SpeaksAsync("pt-BR");
        customer.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en-US");
        var link = await host.MakeLinkAsync();

        var (_, landing) = await customer.OpenAsync(link);
        Assert.Contains("<html lang=\"pt-BR\">", landing, StringComparison.Ordinal);
        Assert.Contains("Reconecte sua conta Questrade", landing, StringComparison.Ordinal);
        Assert.Contains("parou de funcionar em 20 de novembro.", landing, StringComparison.Ordinal);
        Assert.Contains("Continuar para a Questrade", landing, StringComparison.Ordinal);
        Assert.Contains("Dúvidas?", landing, StringComparison.Ordinal);

        var (_, outcome) = await customer.ReturnAsync(link, "?status=ERROR&error_code=1023");
        Assert.Contains("Essa era outra conta", outcome, StringComparison.Ordinal);
        Assert.Contains("Tentar de novo", outcome, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("de")]
    public async Task Where_it_is_not_known_the_browser_decides(string? locale)
    {
        await SpeaksAsync(locale);
        customer.DefaultRequestHeaders.AcceptLanguage.ParseAdd("pt-BR,pt;q=0.9");
        var (_, page) = await customer.OpenAsync(await host.MakeLinkAsync());
        Assert.Contains("<html lang=\"pt-BR\">", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_nobody_made_is_explained_in_the_browsers_language()
    {
        customer.DefaultRequestHeaders.AcceptLanguage.ParseAdd("pt");
        var (status, page) = await customer.OpenAsync("/r/short");
        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Contains("Este link não está completo", page, StringComparison.Ordinal);
    }

    private Task SpeaksAsync(string? locale) =>
        host.ChangeAsync(db =>
        {
            var zoe = db.SnapTradeUsers.Single();
            db.Entry(zoe).Property(u => u.Locale).CurrentValue = locale;
        });
}
