using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Dashboard.Data.Migrations.Sqlite
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
                type: "TEXT",
                maxLength: 400,
                nullable: true);

            migrationBuilder.Sql(
                "UPDATE SnapTradeUsers SET NormalizedEmail = lower(trim(Email)) WHERE Email IS NOT NULL;"
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
