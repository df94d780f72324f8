using System.Text.RegularExpressions;
using Dashboard.Components.Customer;
using Dashboard.Domain.Reconnect;
using Dashboard.Features.OptOut;
using Dashboard.Features.Reconnect.Customer;
using Dashboard.Text;

namespace Dashboard.Tests.Features.Reconnect;

/// <summary>All texts for customers exist in both languages with the same placeholders.</summary>
public sealed partial class CustomerTextsTests
{
    private static readonly string?[] Results =
    [
        PortalOutcomes.Success,
        PortalOutcomes.Abandoned,
        PortalOutcomes.Unreadable,
        "1023",
        "1066",
        "1086",
        "1006",
        "3000",
        "1140",
        "1012",
        "DUPLICATE_AUTH",
        "NO_DATA",
        "IBKR_CANADA",
    ];

    [Fact]
    public void No_text_is_missing_and_placeholders_match()
    {
        Same(GeneralTexts.Of(CustomerLanguage.English), GeneralTexts.Of(CustomerLanguage.Portuguese));
        Same(CustomerTexts.Of(CustomerLanguage.English), CustomerTexts.Of(CustomerLanguage.Portuguese));
        Same(OptOutTexts.Of(CustomerLanguage.English), OptOutTexts.Of(CustomerLanguage.Portuguese));
        foreach (var outcome in Results.Select(PortalText.Of))
            Same(outcome.English, outcome.Portuguese);
    }

    [Fact]
    public void No_placeholder_reaches_a_customer_and_unknown_brokerages_read_well()
    {
        foreach (
            var page in CustomerLanguage.All.SelectMany(l =>
                AllPages(l, "Questrade").Concat(AllPages(l, null))
            )
        )
        {
            var words = $"{page.Heading} {page.Text} {page.ActionText} {page.Fine}";
            Assert.DoesNotContain('{', words);
            Assert.DoesNotContain("your your", words, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("sua sua", words, StringComparison.OrdinalIgnoreCase);
            Assert.True(char.IsUpper(page.Heading[0]), page.Heading);
        }
    }

    private static IEnumerable<CustomerPage> AllPages(CustomerLanguage language, string? brokerage)
    {
        var pages = new CustomerPages(language, brokerage);
        return
        [
            pages.Landing(null, DateTimeOffset.UnixEpoch),
            pages.Landing(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch),
            pages.Unknown(),
            pages.Expired(),
            pages.Revoked(),
            pages.Deleted(),
            pages.Repaired(),
            pages.UsedUp(),
            pages.Maintenance(),
            pages.Busy(null),
            pages.Busy(TimeSpan.FromMinutes(7)),
            pages.Unavailable(),
            pages.CannotStart(),
            pages.PortalRefused(),
            pages.NotFromHere(),
            pages.Checking("/r/x"),
            pages.StillChecking(),
            .. Results.Select(pages.Outcome),
            new GeneralPages(language).TooMany(TimeSpan.FromMinutes(3)),
            new GeneralPages(language).OutOfOrder(),
        ];
    }

    private static void Same<T>(T english, T portuguese)
    {
        foreach (var property in typeof(T).GetProperties().Where(p => p.GetIndexParameters().Length == 0))
        {
            var (one, other) = (property.GetValue(english), property.GetValue(portuguese));
            if (one is PageText)
                Same((PageText)one, (PageText)other!);
            else if (one is string text)
                SameText(property.Name, text, (string)other!);
            else
                Assert.Equal(one is null, other is null);
        }
    }

    private static void SameText(string name, string english, string portuguese)
    {
        Assert.True(english.Length == 0 == (portuguese.Length == 0), name);
        Assert.Equal(Names(english), Names(portuguese));
        if (english.Length > 15)
            Assert.NotEqual(english, portuguese);
    }

    private static IEnumerable<string> Names(string text) =>
        Placeholder().Matches(text).Select(m => m.Value).Distinct().Order(StringComparer.Ordinal);

    [GeneratedRegex(@"\{\w+\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Placeholder();
}
