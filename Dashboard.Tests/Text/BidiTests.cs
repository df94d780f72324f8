using Dashboard.Text;

namespace Dashboard.Tests.Text;

public sealed class BidiTests
{
    [Theory]
    [InlineData("Zoë Übermut", "Zoë Übermut")]
    [InlineData("王小明", "王小明")]
    [InlineData("יעל לוי", "\u2068יעל לוי\u2069")]
    [InlineData("ليلى", "\u2068ليلى\u2069")]
    [InlineData("Ana\u202elima", "\u2068Ana\ufffdlima\u2069")]
    [InlineData("Ana\u2069lima", "\u2068Ana\ufffdlima\u2069")]
    public void A_name_does_not_turn_the_text_around_it(string name, string isolated) =>
        Assert.Equal(isolated, Bidi.Isolate(name));
}
