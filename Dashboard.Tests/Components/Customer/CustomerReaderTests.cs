using Dashboard.Components.Customer;
using Microsoft.AspNetCore.Http;

namespace Dashboard.Tests.Components.Customer;

public sealed class CustomerReaderTests
{
    [Theory]
    [InlineData(null, "en")]
    [InlineData("", "en")]
    [InlineData("pt-BR,pt;q=0.9,en-US;q=0.8", "pt-BR")]
    [InlineData("pt-PT", "pt-BR")]
    [InlineData("en-US,pt;q=0.5", "en")]
    [InlineData("en;q=0.3, pt;q=0.9", "pt-BR")]
    [InlineData("de-DE,de;q=0.9,pt;q=0.2", "pt-BR")]
    [InlineData("de", "en")]
    [InlineData("pt;q=0, en", "en")]
    [InlineData("ptx", "en")]
    [InlineData("*", "en")]
    [InlineData("\u0001;;;,,", "en")]
    public void The_browsers_most_preferred_supported_language_is_used(string? header, string expected)
    {
        var request = new DefaultHttpContext().Request;
        if (header is not null)
            request.Headers.AcceptLanguage = header;
        Assert.Equal(expected, request.Language().Tag);
    }
}
