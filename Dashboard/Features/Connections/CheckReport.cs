using Dashboard.Components.Parts;
using Dashboard.Domain.Connections;
using Dashboard.SnapTrade;
using Dashboard.Text;
using MudBlazor;

namespace Dashboard.Features.Connections;

/// <summary>The outcome of a check, and what to do about it.</summary>
public sealed record CheckReport(Tone Tone, string Words)
{
    public static CheckReport Of(Verification verification) =>
        verification.Status switch
        {
            VerificationStatus.Verified => OfHealth(verification.Health),
            VerificationStatus.UnknownConnection => new(Tone.Bad, "There is no such connection."),
            VerificationStatus.NoSecret => new(Tone.Wait, NotCheckedText.NoSecret),
            VerificationStatus.SecretRefused => new(Tone.Bad, NotCheckedText.SecretRefused),
            _ => OfFailure(verification.Error),
        };

    /// <summary>Shows the report in a snackbar.</summary>
    public void Show(ISnackbar snackbar) =>
        snackbar.Add(
            Words,
            Tone switch
            {
                Tone.Ok => Severity.Success,
                Tone.Bad => Severity.Error,
                Tone.Wait => Severity.Warning,
                _ => Severity.Normal,
            }
        );

    private static CheckReport OfHealth(Health? health) =>
        health switch
        {
            Health.Healthy => new(Tone.Ok, "Checked: SnapTrade says it works."),
            Health.Deleted => new(Tone.Neutral, "Checked: SnapTrade no longer has this connection."),
            _ => new(Tone.Wait, "Checked: SnapTrade says it is still disabled."),
        };

    private static CheckReport OfFailure(SnapTradeException? error)
    {
        var reference = error?.RequestId is { } id ? $" SnapTrade's request id: {id}." : "";
        return error?.Kind switch
        {
            SnapTradeErrorKind.RateLimited => new(Tone.Wait, NotCheckedText.RateLimited),
            SnapTradeErrorKind.Unauthorized => new(Tone.Bad, NotCheckedText.KeysRefused + reference),
            SnapTradeErrorKind.ForeignKeys => new(Tone.Bad, NotCheckedText.ForeignKeys + reference),
            SnapTradeErrorKind.Gone => new(Tone.Bad, NotCheckedText.Gone + reference),
            _ => new(Tone.Wait, NotCheckedText.NoAnswer + reference),
        };
    }
}
