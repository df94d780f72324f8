using Dashboard.Domain.Emails;
using Dashboard.Domain.Time;

namespace Dashboard.Tests.Domain.Users;

public sealed class ZoneNamesTests
{
    // As on a system without the former names.
    private static readonly HashSet<string> Present =
    [
        "Asia/Kolkata",
        "America/Los_Angeles",
        "Europe/Kyiv",
        "America/Toronto",
    ];

    [Theory]
    [InlineData("Asia/Calcutta", "Asia/Kolkata")]
    [InlineData("US/Pacific", "America/Los_Angeles")]
    [InlineData("Pacific Standard Time", "America/Los_Angeles")]
    [InlineData("Europe/Kiev", "Europe/Kyiv")]
    [InlineData("America/Montreal", "America/Toronto")]
    [InlineData(" asia/calcutta\u00a0", "Asia/Kolkata")]
    public void A_former_name_finds_the_zone_on_a_system_without_it(string name, string zone)
    {
        Assert.Equal(zone, ZoneNames.Find(name, OfSystem)?.Id);
        Assert.Equal(zone, ZoneNames.Canonical(name));
        Assert.NotNull(CustomerZones.Find(name));
    }

    [Fact]
    public void A_present_name_finds_the_zone_on_a_system_that_has_only_the_former_one() =>
        Assert.Equal(
            "Asia/Calcutta",
            ZoneNames
                .Find(
                    "Asia/Kolkata",
                    id =>
                        id == "Asia/Calcutta"
                            ? TimeZoneInfo.CreateCustomTimeZone(id, TimeSpan.Zero, id, id)
                            : null
                )
                ?.Id
        );

    [Theory]
    [InlineData("Middle/Earth")]
    [InlineData("../../etc/passwd")]
    [InlineData("")]
    [InlineData(null)]
    public void An_unknown_name_finds_nothing(string? name)
    {
        Assert.Null(ZoneNames.Find(name));
        Assert.Null(ZoneNames.Canonical(name));
    }

    private static TimeZoneInfo? OfSystem(string id) =>
        Present.Contains(id) ? TimeZoneInfo.FindSystemTimeZoneById(id) : null;
}
