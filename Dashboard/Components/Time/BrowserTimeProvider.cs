using Dashboard.Domain.Time;
using Microsoft.JSInterop;

namespace Dashboard.Components.Time;

/// <summary>
/// The server's clock with the time zone that the operator chose, or else the browser's. UTC until
/// <see cref="LoadZoneAsync"/> has run, and for browsers whose zone the server does not know.
/// </summary>
public sealed class BrowserTimeProvider(TimeProvider clock, IJSRuntime js) : TimeProvider
{
    private TimeZoneInfo _zone = TimeZoneInfo.Utc;
    private bool _asked;

    /// <summary>Raised once, when <see cref="IsZoneKnown"/> became true.</summary>
    public event Action? ZoneLoaded;

    public override TimeZoneInfo LocalTimeZone => _zone;

    /// <summary>Whether the zone is known: until then a shown local time would change.</summary>
    public bool IsZoneKnown { get; private set; }

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

    public override long GetTimestamp() => clock.GetTimestamp();

    public override long TimestampFrequency => clock.TimestampFrequency;

    public override ITimer CreateTimer(
        TimerCallback callback,
        object? state,
        TimeSpan dueTime,
        TimeSpan period
    ) => clock.CreateTimer(callback, state, dueTime, period);

    /// <summary>The instant in the operator's zone.</summary>
    public DateTimeOffset ToLocal(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, _zone);

    /// <summary>Asks the browser once per circuit; the layout does it before it shows a page.</summary>
    /// <param name="chosen">The IANA zone of the operator's account; the browser is not asked then.</param>
    public async Task LoadZoneAsync(string? chosen = null)
    {
        if (_asked)
            return;

        _asked = true;
        if (ZoneNames.Find(chosen) is { } own)
        {
            Use(own);
            return;
        }

        try
        {
            var id = await js.InvokeAsync<string?>("dashboard.timeZone");
            Use(ZoneNames.Find(id) ?? _zone);
        }
        catch (JSException)
        {
            // A browser that does not report its zone gets UTC, which every exact time states.
            Use(_zone);
        }
    }

    private void Use(TimeZoneInfo zone)
    {
        (_zone, IsZoneKnown) = (zone, true);
        ZoneLoaded?.Invoke();
    }
}
