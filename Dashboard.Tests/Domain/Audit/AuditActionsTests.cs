using System.Reflection;
using Dashboard.Domain.Audit;

namespace Dashboard.Tests.Domain.Audit;

public sealed class AuditActionsTests
{
    [Fact]
    public void The_menu_offers_every_name_once() =>
        Assert.Equal(
            typeof(AuditActions)
                .GetFields(BindingFlags.Public | BindingFlags.Static)
                .Where(field => field.IsLiteral)
                .Select(field => (string)field.GetRawConstantValue()!)
                .Order(StringComparer.Ordinal),
            AuditActions.All.Order(StringComparer.Ordinal)
        );

    [Fact]
    public void A_name_is_a_short_phrase() =>
        Assert.All(AuditActions.All, name => Assert.Matches("^[a-z]+( [A-Za-z-]+){0,4}$", name));

    [Theory]
    [InlineData("done", AuditResult.Done)]
    [InlineData("done: Healthy", AuditResult.Done)]
    [InlineData("refused, locked out", AuditResult.Refused)]
    [InlineData("refused: NotFound", AuditResult.Refused)]
    [InlineData("failed: NoSecret", AuditResult.Failed)]
    public void The_first_word_of_a_result_is_its_kind(string result, AuditResult kind) =>
        Assert.Equal(kind, AuditResults.KindOf(result));
}
