using Dashboard.Components.Parts;
using Dashboard.Domain.Events;
using Dashboard.Tests.Support;
using Dashboard.Text;

namespace Dashboard.Tests.Components;

public sealed class EventWordsTests
{
    private static readonly EventFacts Broken = new(
        EventTypes.ConnectionBroken,
        EventSource.Webhook,
        EventEffect.Broke,
        Some.Noon,
        Some.Noon
    );

    [Fact]
    public void A_break_is_red_and_names_its_source()
    {
        Assert.Equal(
            new EventWords("broken-link", Tone.Bad, "Connection broke", "CONNECTION_BROKEN"),
            EventWords.Of(Broken)
        );
        Assert.Equal("found by a check", EventWords.Of(Broken with { Source = EventSource.Poll }).Detail);
    }

    [Fact]
    public void Late_events_and_events_without_effect_say_so()
    {
        Assert.EndsWith(", received 2 s later", Late(2));
        Assert.EndsWith(", received 1 h 10 min later", Late(4200));
        Assert.Equal("CONNECTION_BROKEN", Late(1));
        Assert.Contains("superseded by a newer event", Of(EventEffect.None).Detail, StringComparison.Ordinal);
        Assert.Equal("Reported broken", Of(EventEffect.Confirmed).Title);
    }

    [Theory]
    [InlineData(72, "Repaired after 1 h 12 min")]
    [InlineData(0, "Repaired within a minute")]
    [InlineData(null, "Repaired")]
    public void A_repair_says_how_long_it_took(int? minutes, string title) =>
        Assert.Equal(
            title,
            EventWords
                .Of(
                    Broken with
                    {
                        Type = EventTypes.ConnectionFixed,
                        Effect = EventEffect.Repaired,
                        BrokenFor = minutes is { } m ? TimeSpan.FromMinutes(m) : null,
                    }
                )
                .Title
        );

    [Fact]
    public void An_attempt_is_described_by_its_outcome()
    {
        var attempt = Broken with
        {
            Type = EventTypes.PortalReturned,
            Source = EventSource.Portal,
            Effect = EventEffect.None,
        };
        Assert.Equal(
            new EventWords(
                "x",
                Tone.Bad,
                "Tried to reconnect with a different account (1023)",
                "Came back from the portal",
                "1023"
            ),
            EventWords.Of(attempt with { AttemptResult = "1023" })
        );
        Assert.Equal(Tone.Ok, EventWords.Of(attempt with { AttemptResult = "SUCCESS" }).Tone);
        Assert.Equal(Tone.Wait, EventWords.Of(attempt with { AttemptResult = "ABANDONED" }).Tone);
    }

    [Fact]
    public void Links_name_who_made_them() =>
        Assert.Equal(
            "Mia Santos created a reconnect link",
            EventWords.Of(Broken with { Type = EventTypes.LinkCreated, Actor = "Mia Santos" }).Title
        );

    [Theory]
    [InlineData(EventSource.Operator, "Ana", "Ana e-mailed the customer")]
    [InlineData(EventSource.Policy, "Policy", "The policy e-mailed the customer")]
    [InlineData(EventSource.Operator, null, "The customer was e-mailed")]
    public void An_email_names_who_sent_it(EventSource source, string? actor, string title) =>
        Assert.Equal(
            title,
            EventWords.Of(Broken with { Type = EventTypes.EmailSent, Source = source, Actor = actor }).Title
        );

    [Fact]
    public void A_scanner_is_distinguished_from_the_customer() =>
        Assert.Equal(
            "A program opened the reconnect link",
            EventWords.Of(Broken with { Type = EventTypes.LinkScanned }).Title
        );

    [Fact]
    public void An_unknown_type_is_shown_unchanged() =>
        Assert.Equal("SOMETHING_NEW", EventWords.Of(Broken with { Type = "SOMETHING_NEW" }).Title);

    [Fact]
    public void Every_known_type_has_words_and_an_icon() =>
        Assert.All(
            EventTypes.All,
            type =>
            {
                var words = EventWords.Of(Broken with { Type = type });
                Assert.NotEqual(type, words.Title);
                Assert.NotEmpty(IconShapes.Of(words.Icon));
            }
        );

    private static EventWords Of(EventEffect effect) => EventWords.Of(Broken with { Effect = effect });

    private static string Late(int seconds) =>
        EventWords.Of(Broken with { ReceivedAt = Some.Noon.AddSeconds(seconds) }).Detail;
}
