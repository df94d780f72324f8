using Dashboard.Access;
using Dashboard.Access.Passwords;
using FsCheck.Xunit;

namespace Dashboard.Tests.Access.Passwords;

public sealed class PasswordRulesTests
{
    private static readonly string?[] Mia = ["mia.santos@acme.example", "Mia Santos", "Acme Wealth"];

    [Theory]
    [InlineData("password2024!!")]
    [InlineData("P4ssw0rd!!!!")]
    [InlineData("Pässwörd 2026")]
    [InlineData("dragondragon")]
    [InlineData("!!monkey123456!!")]
    [InlineData("Trustno1Trustno1")]
    [InlineData("s.u.n.s.h.i.n.e")]
    [InlineData("1q2w3e4r5t6y")]
    [InlineData("leavemealone")]
    public void What_is_guessed_first_is_refused_in_every_disguise(string password) =>
        Assert.Equal("PasswordCommon", Code(password));

    [Theory]
    [InlineData("qwertyuiop[]")]
    [InlineData("abcdefghijkl")]
    [InlineData("987654321098")]
    [InlineData("aaaaaaaaaaaaaaaa")]
    [InlineData("ababababababab")]
    [InlineData("asdfghjklqwertz")]
    public void A_run_of_keys_is_refused(string password) => Assert.Equal("PasswordRun", Code(password));

    [Theory]
    [InlineData("mia.santos@acme.example")]
    [InlineData("MiaSantos2026!")]
    [InlineData("s4nt0s-acme-2026")]
    [InlineData("AcmeWealth123")]
    [InlineData("connectionhealth")]
    [InlineData("Dashboard-Admin-1")]
    [InlineData("welcome password 1")]
    public void Words_that_everybody_knows_of_the_person_or_the_product_are_refused(string password) =>
        Assert.Equal("PasswordKnown", Code(password));

    [Theory]
    [InlineData("correct horse battery")]
    [InlineData("a long first password")]
    [InlineData("lamp over the quiet harbour")]
    [InlineData("Mia likes purple elevators")]
    [InlineData("xK9#vQ2$mP7z")]
    [InlineData("Grüße aus dem Zeppelin")]
    [InlineData("我喜欢在雨天散步和读书啊")]
    public void Uncommon_combinations_are_accepted(string password) => Assert.Null(Code(password));

    [Fact]
    public void What_is_too_long_to_hash_is_refused_before_it_is_looked_at() =>
        Assert.Equal("PasswordTooLong", Code(new string('x', AccessOptions.MaxPasswordLength + 1)));

    [Fact]
    public void The_list_came_along()
    {
        Assert.InRange(CommonPasswords.List.Count, 10_000, 50_000);
        Assert.All(CommonPasswords.List, entry => Assert.Equal(entry, entry.Trim().ToLowerInvariant()));
    }

    [Property]
    public void Any_common_password_with_a_year_and_a_sign_is_refused(ushort which, byte year)
    {
        var list = CommonPasswords.List;
        var common = list.ElementAt(which % list.Count);
        Assert.NotNull(Code($"{char.ToUpperInvariant(common[0])}{common[1..]}20{year % 100:00}!"));
        Assert.NotNull(Code(common + common));
    }

    [Property]
    public void No_input_causes_a_failure(string? password) => PasswordRules.Problem(password ?? "", Mia);

    private static string? Code(string password) => PasswordRules.Problem(password, Mia)?.Code;
}
