using Dashboard.Data;
using Dashboard.Tests.Support;
using static Dashboard.Tests.Support.SqlServerText;

namespace Dashboard.Tests.Data;

public sealed class DatabaseClockTests : DatabaseContext
{
    [Fact]
    public void The_question_is_valid_T_SQL() => AssertValid(DatabaseClock.Query);

    [Fact]
    public async Task SQLite_has_no_clock_of_its_own() =>
        Assert.Null(await new DatabaseClock(Database, TimeProvider.System).AheadAsync(Token));

    [Theory]
    [InlineData(-8, -8)]
    [InlineData(0, 0)]
    [InlineData(3, 0)]
    [InlineData(12, 8)]
    public void Only_what_the_way_to_the_server_does_not_explain_is_a_difference(int told, int difference) =>
        Assert.Equal(
            TimeSpan.FromSeconds(difference),
            DatabaseClock.Difference(Some.Noon.AddSeconds(told), Some.Noon, Some.Noon.AddSeconds(4))
        );
}
