using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Dashboard.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class FindUsersByAddress : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "NormalizedEmail",
                table: "SnapTradeUsers",
                type: "nvarchar(400)",
                maxLength: 400,
                nullable: true,
                collation: "Latin1_General_100_BIN2");

            // Apart, since a batch is compiled before the column exists.
            migrationBuilder.Sql(
                "EXEC(N'UPDATE [SnapTradeUsers] SET [NormalizedEmail] = LOWER(LTRIM(RTRIM([Email]))) WHERE [Email] IS NOT NULL;');"
            );

            migrationBuilder.CreateIndex(
                name: "IX_SnapTradeUsers_NormalizedEmail",
                table: "SnapTradeUsers",
                column: "NormalizedEmail",
                filter: "NormalizedEmail IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_SnapTradeUsers_NormalizedEmail",
                table: "SnapTradeUsers");

            migrationBuilder.DropColumn(
                name: "NormalizedEmail",
                table: "SnapTradeUsers");
        }
    }
}
