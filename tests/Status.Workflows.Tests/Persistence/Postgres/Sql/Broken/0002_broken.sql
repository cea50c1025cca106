create table lost (id int);
select * from nowhere;
