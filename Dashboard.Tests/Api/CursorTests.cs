using System.Text;
using Dashboard.Api;
using Dashboard.Domain.Connections;
using Dashboard.Features.Connections;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Api;

public sealed class CursorTests
{
    private static readonly ConnectionPosition Place = new(Health.Disabled, Some.Noon.AddTicks(1), "é/+?&");

    [Fact]
    public void A_cursor_leads_back_to_its_place_and_needs_no_escaping_in_a_query()
    {
        var cursor = Cursor.Encode(Place);
        Assert.Equal(Place, Cursor.Decode<ConnectionPosition>(cursor));
        Assert.Equal(cursor, Uri.EscapeDataString(cursor));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("e30")]
    [InlineData("bnVsbA")]
    [InlineData("eyJIZWFsdGgiOjF9")]
    [InlineData("====")]
    public void What_is_no_cursor_leads_nowhere(string cursor) =>
        Assert.Null(Cursor.Decode<ConnectionPosition>(cursor));

    [Fact]
    public void A_cursor_of_another_list_is_refused()
    {
        var other = Convert.ToBase64String(Encoding.UTF8.GetBytes("""{"OccurredAt":"2026-01-01","Id":5}"""));
        Assert.Null(Cursor.Decode<ConnectionPosition>(other.TrimEnd('=')));
    }

    [Fact]
    public void A_very_long_cursor_is_not_even_read() =>
        Assert.Null(Cursor.Decode<ConnectionPosition>(new string('A', 3000)));
}
