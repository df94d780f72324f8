using Dashboard.Domain.Emails;

namespace Dashboard.Tests.Domain.Emails;

public sealed class PersonNameTests
{
    [Theory]
    [InlineData("Zoë Übermut", "Zoë")]
    [InlineData("Tester, Bea", "Bea")]
    [InlineData("Tester, Bea M.", "Bea")]
    [InlineData("Tester, Dr. Bea", "Bea")]
    [InlineData("Bea Tester, PhD", "Bea")]
    [InlineData("Tester, Bea, Jr.", "Bea")]
    [InlineData("Dr. Bea Tester", "Bea")]
    [InlineData("Prof. Dr. Bea Tester", "Bea")]
    [InlineData("MRS BEA TESTER", "BEA")]
    [InlineData("Anne-Marie O’Neil", "Anne-Marie")]
    [InlineData("Dr. Tester", "Dr. Tester")]
    [InlineData("B. Tester", "B. Tester")]
    [InlineData("B Tester", "B Tester")]
    [InlineData("J.R. Tester", "J.R. Tester")]
    [InlineData("JR Tester", "JR Tester")]
    [InlineData("Tester, B.", "Tester, B.")]
    [InlineData("Tester,", "Tester")]
    [InlineData("Ana and Max Lima", "Ana and Max Lima")]
    [InlineData("Acme Holdings, Inc.", "Acme Holdings, Inc.")]
    [InlineData("王 小明", "王 小明")]
    [InlineData("van der Berg", "van der Berg")]
    [InlineData("user4711", "user4711")]
    [InlineData("Sr. Tester", "Sr. Tester")]
    [InlineData("Sr. Juan Tester", "Juan")]
    [InlineData("Dr.", null)]
    [InlineData("zoe@example.com", null)]
    [InlineData(" , ", null)]
    [InlineData(null, null)]
    public void The_greeting_uses_a_given_name_only_when_it_is_surely_one(string? name, string? greeting) =>
        Assert.Equal(greeting, PersonName.Greeting(name));

    [Theory]
    [InlineData("  Bea \u00a0 Tester ,, ", "Bea Tester")]
    [InlineData("Tester,, Bea", "Tester, Bea")]
    public void The_full_name_has_no_stray_punctuation(string name, string full) =>
        Assert.Equal(full, PersonName.Full(name));
}
