using Bunit;
using Dashboard.Components.Parts;
using Dashboard.Components.Time;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Utilities.Exceptions;

namespace Dashboard.Tests.Components;

/// <summary>Days and times are read and typed as the browser's language has them.</summary>
public sealed class ReaderDatesTests : ComponentContext
{
    [Theory]
    [InlineData("en-GB", "22/11/2026", "17:30", DayOfWeek.Monday)]
    [InlineData("en-US,en;q=0.9", "11/22/2026", "5:30 PM", DayOfWeek.Sunday)]
    [InlineData("de-DE, de;q=0.9", "22.11.2026", "17:30", DayOfWeek.Monday)]
    [InlineData("de", "22.11.2026", "17:30", DayOfWeek.Monday)]
    [InlineData("sv-SE", "2026-11-22", "17:30", DayOfWeek.Monday)]
    [InlineData("fa-IR", "22/11/2026", "17:30", DayOfWeek.Monday)]
    [InlineData("th-TH", "22/11/2026", "17:30", DayOfWeek.Monday)]
    [InlineData("*", "22/11/2026", "17:30", DayOfWeek.Monday)]
    [InlineData("zz-Unknown-language", "22/11/2026", "17:30", DayOfWeek.Monday)]
    [InlineData("", "22/11/2026", "17:30", DayOfWeek.Monday)]
    [InlineData(null, "22/11/2026", "17:30", DayOfWeek.Monday)]
    public void The_first_language_of_the_browser_says_how(
        string? languages,
        string day,
        string time,
        DayOfWeek first
    )
    {
        var culture = ReaderCulture.Of(languages);

        Assert.Equal(day, new TypedDay(culture).Convert(Now.DateTime));
        Assert.Equal(time, new TypedTime(culture).Convert(new TimeSpan(17, 30, 0))?.Replace('\u202f', ' '));
        Assert.Equal(first, culture.DateTimeFormat.FirstDayOfWeek);
        Assert.Equal("November", culture.DateTimeFormat.GetMonthName(11));
    }

    [Theory]
    [InlineData("en-GB", "1/12/2026")]
    [InlineData("en-GB", " 01/12/26 ")]
    [InlineData("en-GB", "1 Dec 2026")]
    [InlineData("en-GB", "2026-12-01")]
    [InlineData("en-US", "12/1/2026")]
    [InlineData("de-DE", "1.12.2026")]
    [InlineData("de-DE", "01.12.26")]
    public void A_day_is_understood_as_people_type_it(string language, string typed) =>
        Assert.Equal(new DateTime(2026, 12, 1), new TypedDay(ReaderCulture.Of(language)).ConvertBack(typed));

    [Theory]
    [InlineData("yesterday")]
    [InlineData("31/11/2026")]
    [InlineData("12:30")]
    public void What_is_no_day_is_answered_with_an_example(string typed) =>
        Assert.Equal(
            "Write a day as in 22/11/2026.",
            Assert
                .Throws<ConversionException>(() => new TypedDay(ReaderCulture.Of("en-GB")).ConvertBack(typed))
                .Message
        );

    [Theory]
    [InlineData("9", 9, 0)]
    [InlineData("0930", 9, 30)]
    [InlineData("9.30", 9, 30)]
    [InlineData("9:30", 9, 30)]
    [InlineData("9:30 pm", 21, 30)]
    [InlineData("9pm", 21, 0)]
    public void A_time_is_understood_as_people_type_it(string typed, int hour, int minute)
    {
        foreach (var language in (string[])["en-GB", "en-US", "de-DE"])
            Assert.Equal(
                new TimeSpan(hour, minute, 0),
                new TypedTime(ReaderCulture.Of(language)).ConvertBack(typed)
            );
    }

    [Fact]
    public async Task A_range_of_days_may_be_open_and_keeps_its_days_when_a_text_is_none()
    {
        Services.GetRequiredService<ReaderCulture>().Take("de-DE");
        var days = ((DateOnly?)new DateOnly(2026, 11, 1), (DateOnly?)new DateOnly(2026, 11, 3));
        var range = Render<DayRange>(p => p.Add(r => r.From, days.Item1).Add(r => r.To, days.Item2));
        range.Render(p =>
            p.Add(
                r => r.OnChange,
                EventCallback.Factory.Create<(DateOnly?, DateOnly?)>(this, chosen => days = chosen)
            )
        );
        Assert.Equal(["01.11.2026", "03.11.2026"], Values());

        await TypeAsync(0, "2.11.26");
        Assert.Equal(["02.11.2026", "03.11.2026"], Values());
        await TypeAsync(1, "");
        Assert.Equal((new DateOnly(2026, 11, 2), null), days);

        await TypeAsync(0, "soon");
        Assert.Equal("Write a day as in 22.11.2026.", range.Find("[role=alert]").TextContent);
        Assert.Equal((new DateOnly(2026, 11, 2), null), days);

        await TypeAsync(0, "2026-11-04");
        Assert.Empty(range.FindAll("[role=alert]"));
        Assert.Equal((new DateOnly(2026, 11, 4), null), days);

        IEnumerable<string?> Values() => range.FindAll("input").Select(field => field.GetAttribute("value"));

        // The page shows what was chosen.
        async Task TypeAsync(int field, string text)
        {
            await range.FindAll("input")[field].ChangeAsync(new() { Value = text });
            range.Render(p => p.Add(r => r.From, days.Item1).Add(r => r.To, days.Item2));
        }
    }
}
