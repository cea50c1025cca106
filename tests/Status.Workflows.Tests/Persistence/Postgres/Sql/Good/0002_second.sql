create table second (id int references first);
insert into first values (1);
