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

    // Intl.supportedValuesOf("timeZone") in Chromium 156 has these former names, which the image's time zones lack.
    [Theory]
    [InlineData("Africa/Asmera America/Buenos_Aires America/Catamarca America/Coral_Harbour America/Cordoba")]
    [InlineData("America/Godthab America/Indianapolis America/Jujuy America/Louisville America/Mendoza")]
    [InlineData("Asia/Calcutta Asia/Katmandu Asia/Rangoon Asia/Saigon Atlantic/Faeroe Europe/Kiev")]
    [InlineData("Pacific/Enderbury Pacific/Ponape Pacific/Truk")]
    public void Every_former_name_of_a_browser_finds_the_zone_by_the_present_one(string names) =>
        Assert.All(
            names.Split(' '),
            name =>
            {
                var present = ZoneNames.Canonical(name);
                Assert.NotEqual(name, present);
                Assert.Equal(
                    present,
                    ZoneNames
                        .Find(name, id => id == present ? TimeZoneInfo.FindSystemTimeZoneById(id) : null)
                        ?.Id
                );
            }
        );

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
