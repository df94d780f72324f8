using Dashboard.Domain.Emails;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Domain.Emails;

public sealed class SuppressionTests
{
    private readonly Suppression _suppression = new() { Address = "zoe@example.com" };

    [Fact]
    public void The_first_reason_stays_while_it_is_in_force()
    {
        _suppression.Begin(SuppressionReason.HardBounce, "no such user", "e1", Some.Noon);
        _suppression.Begin(SuppressionReason.Complaint, null, "e2", Some.Noon.AddDays(1));
        Assert.Equal((SuppressionReason.HardBounce, "e1"), (_suppression.Reason, _suppression.EmailId));
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void After_unblocking_only_later_notices_block_again(int minutes, bool isInForce)
    {
        _suppression.Begin(SuppressionReason.HardBounce, null, null, Some.Noon.AddDays(-1));
        _suppression.Lift("Ana", Some.Noon);
        _suppression.Begin(SuppressionReason.Complaint, null, null, Some.Noon.AddMinutes(minutes));
        Assert.Equal(isInForce, _suppression.IsInForce);
    }
}
