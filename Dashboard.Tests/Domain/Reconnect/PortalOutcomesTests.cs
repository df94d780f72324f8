using Dashboard.Domain.Reconnect;
using Dashboard.Text;

namespace Dashboard.Tests.Domain.Reconnect;

public sealed class PortalOutcomesTests
{
    [Theory]
    [InlineData("1023", "Tried to reconnect with a different account (1023)")]
    [InlineData("DIFFERENT_ACCOUNT", "Tried to reconnect with a different account")]
    [InlineData("1066", "Entered a wrong user name or password (1066)")]
    [InlineData("SUCCESS", "Logged in at the portal")]
    [InlineData("ABANDONED", "Left the portal before finishing")]
    [InlineData("SOMETHING_NEW", "Trying to reconnect failed")]
    [InlineData(null, "Trying to reconnect failed")]
    public void Operators_read_what_happened_in_plain_words(string? result, string words) =>
        Assert.Equal(words, PortalText.Describe(result));

    [Theory]
    [InlineData("SUCCESS", null, "SUCCESS")]
    [InlineData("success", null, "SUCCESS")]
    [InlineData("ABANDONED", "1023", "ABANDONED")]
    [InlineData("ERROR", "1023", "1023")]
    [InlineData("ERROR", "0000", "0000")]
    [InlineData("ERROR", null, "ERROR")]
    [InlineData("ERROR", "١٠٢٣", "ERROR")]
    [InlineData("ERROR", "SUCCESS", "ERROR")]
    [InlineData("WHATEVER", "1023", "ERROR")]
    [InlineData("", "1023", null)]
    [InlineData(null, null, null)]
    public void Only_results_that_can_be_meant_pass(string? status, string? code, string? result) =>
        Assert.Equal(result, PortalOutcomes.Read(status, code));

    [Fact]
    public void Every_documented_result_has_words_of_its_own()
    {
        string[] results =
        [
            "1066",
            "1086",
            "1023",
            "1006",
            "3000",
            "1140",
            "1012",
            "0000",
            "SUCCESS",
            "ABANDONED",
            "AUTH_EXPIRED",
            "INVALID_AUTH_CODE",
            "AUTH_NOT_IN_PROGRESS",
            "DIFFERENT_ACCOUNT",
            "INVALID_CREDENTIALS",
            "INVALID_MFA_CODE",
            "NO_DATA",
            "DUPLICATE_AUTH",
            "IBKR_CANADA",
        ];
        var unknown = PortalText.Of("unknown");
        Assert.DoesNotContain(results, r => PortalText.Of(r) == unknown);
    }
}
