using Dashboard.Features.Users.Import;
using FsCheck;
using FsCheck.Fluent;

namespace Dashboard.Tests.Features.Users.Import;

public sealed class ColumnGuessTests
{
    [Theory]
    [InlineData("userId,email,name", "UserId Email Name")]
    [InlineData("User ID;E-Mail Address;Full Name;Language;Time zone", "UserId Email Name Locale TimeZone")]
    [InlineData("snaptrade_user_id,snaptrade_user_secret", "UserId UserSecret")]
    [InlineData("ID,First name,Surname,Unsubscribed,Shoe size", "UserId FirstName LastName OptedOut -")]
    [InlineData("customer,customer id,mail", "- UserId Email")]
    [InlineData("Zoë,x9f2", "- -")]
    public void Common_spellings_are_understood(string header, string meaning)
    {
        var headers = header.Split(',', ';');
        var guess = ColumnGuess.Of(headers);
        Assert.Equal(
            meaning,
            string.Join(' ', headers.Select((_, i) => guess.FieldOf(i)?.ToString() ?? "-"))
        );
    }

    [Fact]
    public void The_order_and_the_look_of_columns_do_not_matter() =>
        Prop.ForAll(
                Gen.Shuffle(
                        ImportFields.All.Select(f => ImportFields.Spellings(f)[0]).Append("other").ToArray()
                    )
                    .ToArbitrary(),
                headers =>
                {
                    var guess = ColumnGuess.Of([.. headers.Select(h => $" {h.ToUpperInvariant()}_ ")]);
                    return ImportFields.All.All(f =>
                        guess[f] == Array.IndexOf(headers, ImportFields.Spellings(f)[0])
                    );
                }
            )
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("First name", "First name")]
    [InlineData("customer-4711", "Column 3")]
    [InlineData("zoe@example.com", "Column 3")]
    [InlineData("5f2c9a1e-secret", "Column 3")]
    [InlineData("", "Column 3")]
    public void What_does_not_look_like_the_name_of_a_column_is_not_shown(string header, string shown) =>
        Assert.Equal(shown, ColumnGuess.Shown(header, 2));

    [Fact]
    public void Each_column_maps_to_one_field_and_each_field_to_one_column()
    {
        var mapping = ColumnGuess.Of(["id", "mail", "other"]).With(2, ImportField.Email);
        Assert.Equal(
            (0, 2, null),
            (mapping[ImportField.UserId], mapping[ImportField.Email], mapping.FieldOf(1))
        );
        Assert.Null(mapping.With(2, null)[ImportField.Email]);
        Assert.Equal(mapping.ToJson(), ImportMapping.Read(mapping.ToJson()).ToJson());
        Assert.False(mapping.With(0, null).IsUsable);
    }
}
