using Dashboard.Simulator;
using Microsoft.Extensions.Options;

namespace Dashboard.Tests.Simulator;

public sealed class OptionsTests
{
    [Fact]
    public async Task Every_wrong_setting_is_named_at_once()
    {
        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(() =>
            SimulatorHost.StartAsync(
                ("Simulator:DropWebhooks", "2"),
                ("Simulator:WebhookUrl", "nowhere"),
                ("Simulator:PortalLinkLifetime", "0")
            )
        );

        Assert.Contains("Simulator:DropWebhooks", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Simulator:WebhookUrl", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Simulator:PortalLinkLifetime", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Both_sides_agree_on_the_key_pair()
    {
        await using var host = await SimulatorHost.StartAsync(
            ("SnapTrade:ConsumerKey", "from-configuration")
        );

        var options = host.Get<IOptions<SimulatorOptions>>().Value;

        Assert.Equal("from-configuration", options.ConsumerKey);
        Assert.Equal(SimulatorDefaults.ClientId, options.ClientId);
    }
}
