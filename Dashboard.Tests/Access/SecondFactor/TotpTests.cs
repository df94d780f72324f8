using System.Text;
using Dashboard.Access.SecondFactor;
using FsCheck.Xunit;

namespace Dashboard.Tests.Access.SecondFactor;

public sealed class TotpTests
{
    private static readonly byte[] Key = Encoding.ASCII.GetBytes("12345678901234567890");
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1111111109);

    /// <summary>RFC 6238, appendix B, the last six digits.</summary>
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void Codes_are_those_of_the_standard(long seconds, string code) =>
        Assert.Equal(code, Totp.Code(Key, Totp.StepAt(DateTimeOffset.FromUnixTimeSeconds(seconds))));

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(-2, false)]
    [InlineData(2, false)]
    public void A_clock_may_be_off_by_one_step(int steps, bool works)
    {
        var step = Totp.StepAt(Now) + steps;
        Assert.Equal(works ? step : null, Totp.FindStep(Key, Totp.Code(Key, step), Now));
    }

    [Theory]
    [InlineData("081 804", true)]
    [InlineData(" 081804 ", true)]
    [InlineData("81804", false)]
    [InlineData("0818040", false)]
    [InlineData("０８１８０４", true)]
    [InlineData("０８１　８０４", true)]
    [InlineData("٠٨١٨٠٤", true)]
    [InlineData("०८१८०४", true)]
    [InlineData("081-804", true)]
    [InlineData("081–804", true)]
    [InlineData("\u200e081804\u200f", true)]
    [InlineData("08180④", false)]
    [InlineData("08180½", false)]
    [InlineData("081.804", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Digits_of_any_script_with_spaces_and_hyphens_are_accepted(string? typed, bool works) =>
        Assert.Equal(works, Totp.FindStep(Key, typed, Now) is not null);

    [Theory]
    [InlineData("", "")]
    [InlineData("f", "MY")]
    [InlineData("fo", "MZXQ")]
    [InlineData("foob", "MZXW6YQ")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void Keys_are_encoded_according_to_RFC_4648(string bytes, string text) =>
        Assert.Equal(text, Base32.Encode(Encoding.ASCII.GetBytes(bytes)));

    [Fact]
    public void The_QR_code_names_the_product_and_the_person() =>
        Assert.Equal(
            "otpauth://totp/Connection%20health%3Amia%40acme.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Connection%20health",
            Totp.Uri(Key, "Connection health", "mia@acme.example")
        );

    [Fact]
    public void Recovery_codes_are_ten_different_ones_in_a_tolerant_format()
    {
        var codes = RecoveryCode.NewSet();
        Assert.Equal(RecoveryCode.Many, codes.Distinct(StringComparer.Ordinal).Count());
        Assert.All(codes, code => Assert.Matches("^([a-z2-7]{4}-){3}[a-z2-7]{4}$", code));
        var typed = codes[0].ToUpperInvariant().Replace("-", " ", StringComparison.Ordinal);
        Assert.Equal(RecoveryCode.Hash(codes[0]), RecoveryCode.Hash(typed));
    }

    [Property]
    public void No_input_causes_a_failure(string? typed)
    {
        Totp.FindStep(Key, typed, Now);
        RecoveryCode.Hash(typed);
    }
}
