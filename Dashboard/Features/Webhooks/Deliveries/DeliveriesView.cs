using Dashboard.Components.Navigation;
using Dashboard.Domain.Deliveries;

namespace Dashboard.Features.Webhooks.Deliveries;

/// <summary>The filters of the deliveries, as in their URL. Without any, refused ones are shown.</summary>
/// <param name="IsAll">Whether accepted ones are shown too.</param>
/// <param name="Reason">One of <see cref="DeliveryOutcomes.Reasons"/>; null: any.</param>
public sealed record DeliveriesView(bool IsAll, string? Reason)
{
    public static readonly DeliveriesView Default = new(IsAll: false, Reason: null);

    private const string All = "all";

    /// <summary>Reads the address; values that are not valid are ignored.</summary>
    public static DeliveriesView Read(string? show, string? reason) =>
        PageAddress.Text(reason) is { } known && DeliveryOutcomes.Reasons.Contains(known)
            ? new(IsAll: false, known)
            : new(show == All, Reason: null);

    public string ToUri() =>
        PageAddress.With(SettingsPaths.Deliveries, ("show", IsAll ? All : null), ("reason", Reason));

    internal DeliveryFilter ToFilter() => new(IsAll ? null : DeliveryOutcome.Refused, Reason);
}
