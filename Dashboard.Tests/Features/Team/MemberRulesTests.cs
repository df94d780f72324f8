using Dashboard.Domain.Operators;
using Dashboard.Features.Team;
using Dashboard.Features.Team.Members;

namespace Dashboard.Tests.Features.Team;

public sealed class MemberRulesTests
{
    [Theory]
    [InlineData(Role.Support, false, false, true)]
    [InlineData(Role.Manager, false, false, false)]
    [InlineData(Role.Admin, false, false, true)]
    [InlineData(Role.Admin, true, false, false)]
    public void Others_can_lose_their_role_while_an_admin_is_left(
        Role role,
        bool isDisabled,
        bool isYourself,
        bool hasOtherAdmin
    ) => Assert.Null(MemberRules.OfLosing(role, isDisabled, isYourself, hasOtherAdmin));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_last_admin_stays_an_admin(bool isYourself) =>
        Assert.Equal(
            TeamRefusal.LastAdmin,
            MemberRules.OfLosing(Role.Admin, isDisabled: false, isYourself, hasOtherAdmin: false)
        );

    [Fact]
    public void Admins_can_not_demote_themselves() =>
        Assert.Equal(
            TeamRefusal.Yourself,
            MemberRules.OfLosing(Role.Admin, isDisabled: false, isYourself: true, hasOtherAdmin: true)
        );

    [Fact]
    public void Every_refusal_says_what_to_do()
    {
        var words = Enum.GetValues<TeamRefusal>().Select(TeamWords.Of).ToList();
        Assert.Equal(words.Count, words.Distinct(StringComparer.Ordinal).Count());
        Assert.All(words, w => Assert.EndsWith(".", w));
    }

    [Fact]
    public void The_address_says_what_the_list_shows()
    {
        var view = TeamView.Read(" zoë & co ", "manager", "Locked");
        Assert.Equal(new TeamView("zoë & co", Role.Manager, MemberState.Locked), view);
        Assert.Equal("/team?q=zo%C3%AB%20%26%20co&role=Manager&state=Locked", view.ToUri());
        Assert.Equal(TeamView.Default, TeamView.Read(" ", "9", "gone"));
        Assert.Equal("/team", TeamView.Default.ToUri());
    }
}
